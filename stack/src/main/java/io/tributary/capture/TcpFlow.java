package io.tributary.capture;

import io.tributary.wire.TcpFlags;

/** One TCP connection: a connection of its own, or a subflow. Side 0 opened it, as far as the capture tells. */
final class TcpFlow {
    final FlowSide opener;
    final FlowSide acceptor;
    /** The connection it belongs to. */
    CapturedConnection connection;
    /** Its number there, from 1. */
    int number;
    /** It came with MP_JOIN. */
    boolean joined;
    /** The connection's server opened it. */
    boolean reversed;
    /** Whether the HMACs that could be computed were right, null if none could. */
    Boolean hmacValid;
    boolean backup;
    boolean synAckSeen;
    /** A segment from the opener behind the SYN was seen: the handshake is decided. */
    boolean thirdSeen;
    long firstNs;
    long lastNs;
    private int reported;

    TcpFlow(Endpoint opener, Endpoint acceptor, CaptureLimits limits, BufferBudget budget) {
        this.opener = new FlowSide(opener, limits, budget);
        this.acceptor = new FlowSide(acceptor, limits, budget);
    }

    FlowSide side(int i) {
        return i == 0 ? opener : acceptor;
    }

    int sideOf(Endpoint e) {
        return opener.endpoint.equals(e) ? 0 : 1;
    }

    /** Which side of the connection (0 client) the flow's side {@code i} is; the same the other way round. */
    int connectionSide(int i) {
        return reversed ? 1 - i : i;
    }

    boolean isOver() {
        return opener.rst || acceptor.rst || opener.finAcknowledged() && acceptor.finAcknowledged();
    }

    /** True for the first call with this bit: for what is told once although the wire repeats it. */
    boolean firstTime(int bit) {
        boolean first = (reported & bit) == 0;
        reported |= bit;
        return first;
    }

    /** A word for where the connection was when the capture ended, in the language of {@code ss}. */
    String state() {
        if (opener.rst || acceptor.rst) {
            return "RESET";
        }
        if (opener.finAcknowledged() && acceptor.finAcknowledged()) {
            return "CLOSED";
        }
        if (opener.fin || acceptor.fin) {
            return "CLOSING";
        }
        if (opener.hasSyn && !synAckSeen && !thirdSeen) {
            return "SYN_SENT";
        }
        return opener.hasSyn && !thirdSeen ? "SYN_RECEIVED" : "ESTABLISHED";
    }

    static boolean isSyn(int flags) {
        return (flags & (TcpFlags.SYN | TcpFlags.ACK | TcpFlags.RST)) == TcpFlags.SYN;
    }
}
