package io.tributary.script.packet;

import io.tributary.wire.IpAddress;
import java.util.HashMap;
import java.util.Map;

/**
 * One TCP connection or subflow between the script's peer and the stack: where its numbers start, so that the script's relative
 * ones can be told from those on the wire, and which real timestamps stand behind those of the script.
 */
public final class Flow {
    private final IpAddress local;
    private final int localPort;
    private final IpAddress remote;
    private final int remotePort;
    private final Map<Integer, Integer> timestamps = new HashMap<>();
    private final Subflow subflow = new Subflow();
    private int peerIsn;
    private boolean peerKnown;
    private int localIsn;
    private boolean localKnown;
    private boolean relearn;
    private Integer synValue;
    private int lastLabel;
    private int lastValue;
    private boolean stamped;

    public Flow(IpAddress local, int localPort, IpAddress remote, int remotePort) {
        this.local = local;
        this.localPort = localPort;
        this.remote = remote;
        this.remotePort = remotePort;
    }

    public IpAddress local() {
        return local;
    }

    public int localPort() {
        return localPort;
    }

    public IpAddress remote() {
        return remote;
    }

    public int remotePort() {
        return remotePort;
    }

    Subflow subflow() {
        return subflow;
    }

    boolean is(IpAddress otherLocal, int otherLocalPort, IpAddress otherRemote, int otherRemotePort) {
        return localPort == otherLocalPort && remotePort == otherRemotePort && local.equals(otherLocal) && remote.equals(otherRemote);
    }

    /** The script's peer sends a SYN: its number is the wire's. A second one counts once the stack answers it with a new number. */
    void onPeerSyn(long number) {
        if (!peerKnown) {
            peerIsn = (int) number;
            peerKnown = true;
        } else if ((int) number != peerIsn) {
            relearn = true;
            synValue = (int) number;
        }
    }

    /** The stack sent a SYN or SYN/ACK. */
    void onLocalSyn(int seqNo) {
        if (!localKnown) {
            localIsn = seqNo;
            localKnown = true;
        } else if (relearn && seqNo != localIsn) {
            localIsn = seqNo;
            peerIsn = synValue;
            timestamps.clear();
            relearn = false;
        }
    }

    /** The wire's number of what the peer calls {@code relative}. */
    int peerSeq(long relative) {
        return peerIsn + (int) relative;
    }

    int localSeq(long relative) {
        return localIsn + (int) relative;
    }

    long peerRelative(int seqNo) {
        return seqNo - peerIsn & 0xffff_ffffL;
    }

    long localRelative(int seqNo) {
        return seqNo - localIsn & 0xffff_ffffL;
    }

    // ---- timestamps

    /** The stack sent {@code value} where the script says {@code label}. */
    void onTimestamp(long label, int value) {
        timestamps.put((int) label, value);
        lastLabel = (int) label;
        lastValue = value;
        stamped = true;
    }

    /**
     * Microseconds by which our clock went on more than the script says since the stack's last timestamp.
     *
     * @param tickUs what one unit means in the script; the stack's is a millisecond
     */
    long timestampDriftUs(long label, int value, long tickUs) {
        return stamped ? (value - lastValue) * 1000L - ((int) label - lastLabel) * tickUs : 0;
    }

    /** The real value behind what the script's peer echoes; null if the stack never sent it. */
    Integer echo(long label, boolean scaled) {
        Integer known = timestamps.get((int) label);
        if (known != null || !stamped) {
            return known;
        }
        return scaled ? Integer.valueOf(lastValue + (int) label - lastLabel) : null;
    }

    /** What the script would call a real value of ours; null if it never did. */
    Integer labelOf(int value) {
        for (Map.Entry<Integer, Integer> e : timestamps.entrySet()) {
            if (e.getValue() == value) {
                return e.getKey();
            }
        }
        return null;
    }
}
