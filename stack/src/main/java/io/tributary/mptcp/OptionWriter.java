package io.tributary.mptcp;

import io.tributary.Rfc;
import io.tributary.metrics.Counter;
import io.tributary.mptcp.data.DataReceiver;
import io.tributary.mptcp.mapping.DataSequence;
import io.tributary.mptcp.mapping.DssChecksum;
import io.tributary.mptcp.mapping.OutboundMappings;
import io.tributary.wire.Checksum;
import io.tributary.wire.TcpFlags;
import io.tributary.wire.option.DssOption;
import io.tributary.wire.option.OptionPlan;
import org.agrona.concurrent.UnsafeBuffer;

/** The MPTCP options of outgoing segments. Data ACKs and data sequence numbers go out with 64 bits, the always legal form. */
@Rfc(value = 8684, section = {"3.1", "3.2", "3.3"})
final class OptionWriter {
    private static final int WIDE_ACK = DssOption.ACK | DssOption.ACK_64;
    private static final int WIDE_MAPPING = DssOption.MAPPING | DssOption.DSN_64;

    private final MptcpConnection connection;
    /** The last pure ACK of a subflow that waits for proof of its keys carried them; the next may carry a DSS. */
    private boolean keysJustSent;

    OptionWriter(MptcpConnection connection) {
        this.connection = connection;
    }

    void plan(Subflow f, OptionPlan plan, int flags, long text, int length) {
        if ((flags & TcpFlags.RST) != 0) {
            if (f.state() != SubflowState.PLAIN && connection.keys() != null) {
                f.reset().plan(plan, connection.counters());
            }
        } else if ((flags & TcpFlags.SYN) != 0) {
            planSyn(f, plan, (flags & TcpFlags.ACK) != 0);
        } else if (length > 0) {
            planData(f, plan, text);
        } else {
            planAck(f, plan);
        }
    }

    private void planSyn(Subflow f, OptionPlan plan, boolean answer) {
        switch (f.state()) {
            case CAPABLE_SYN_SENT -> {
                if (connection.offer().offersNow(f.tcb().offersExtension(), f.tcb().synsSent()) && connection.keys().planSyn(plan)) {
                    connection.counters().increment(Counter.MP_CAPABLE_SYN_TX);
                }
            }
            case CAPABLE_SYN_RECEIVED -> {
                if (f.answersCapable()) {
                    connection.keys().planSynAck(plan);
                }
            }
            case JOIN_SYN_SENT -> {
                if (!answer && f.join().planSyn(plan, f.backupByUs(), f.localAddressId())) {
                    connection.counters().increment(Counter.MP_JOIN_SYN_TX);
                }
            }
            case JOIN_SYN_RECEIVED, JOIN_CROSSED -> f.join().planSynAck(plan, f.backupByUs(), f.localAddressId());
            default -> { }
        }
    }

    private void planData(Subflow f, OptionPlan plan, long text) {
        if (f.state() == SubflowState.PLAIN) {
            planInfiniteMapping(f, plan, text);
            return;
        }
        OutboundMappings mappings = f.mappings();
        long m = mappings.find(text);
        if (!f.state().carriesData() || m < 0) {
            return;
        }
        int dll = mappings.length(m) + (mappings.hasDataFin(m) ? 1 : 0);
        int checksum = connection.keys().checksum() ? checksum(f, m, dll) : DssOption.NO_CHECKSUM;
        if (f.state() == SubflowState.KEYS_SENT && mappings.text(m) == 0) {
            connection.keys().planKeysAndMapping(plan, dll, checksum);
            return;
        }
        int mapping = WIDE_MAPPING | (mappings.hasDataFin(m) ? DssOption.DATA_FIN : 0);
        long dsn = DataSequence.dsn(connection.keys().localIdsn(), mappings.data(m));
        int ssn = (int) (mappings.text(m) + 1);
        if (DssOption.encode(plan, WIDE_ACK | mapping, dataAck(f), dsn, ssn, dll, checksum)) {
            advertised();
        } else {
            DssOption.encode(plan, mapping, 0, dsn, ssn, dll, checksum);
        }
    }

    /** Computed when the mapping is first sent, over the bytes where they lie, and kept for its retransmissions. */
    @Rfc(value = 8684, section = "3.3.1")
    private int checksum(Subflow f, long m, int dll) {
        OutboundMappings mappings = f.mappings();
        if (mappings.checksum(m) == OutboundMappings.NO_CHECKSUM) {
            int length = mappings.length(m);
            UnsafeBuffer scratch = connection.engine().scratch();
            f.text().copy(mappings.text(m), length, scratch, 0);
            mappings.setChecksum(m, DssChecksum.of(DataSequence.dsn(connection.keys().localIdsn(), mappings.data(m)),
                (int) (mappings.text(m) + 1), dll, Checksum.sum(scratch, 0, length)));
        }
        return mappings.checksum(m);
    }

    /** The last MPTCP option of a connection that leaves MPTCP: on one segment, however often that one has to be sent. */
    @Rfc(value = 8684, section = "3.7")
    private void planInfiniteMapping(Subflow f, OptionPlan plan, long text) {
        if (connection.fallback().owesInfiniteMapping(text)) {
            long from = connection.fallback().infiniteFrom();
            int ssn = (int) (f.text().plainText(from) + 1);
            int checksum = connection.keys().checksum() ? 0 : DssOption.NO_CHECKSUM;
            if (DssOption.encode(plan, WIDE_MAPPING, 0, DataSequence.dsn(connection.keys().localIdsn(), from), ssn, 0, checksum)) {
                connection.fallback().infiniteMappingSent(text);
                connection.counters().increment(Counter.MP_INFINITE_MAP_TX);
            }
        }
    }

    private void planAck(Subflow f, OptionPlan plan) {
        if (connection.fastClose().isWaiting()) {
            connection.fastClose().plan(plan);
            return;
        }
        switch (f.state()) {
            case KEYS_SENT -> planUnconfirmedAck(f, plan);
            case PRE_ESTABLISHED -> f.join().planAck(plan);
            case ESTABLISHED -> planEstablishedAck(f, plan);
            case PLAIN -> {
                if (f.signals().isDue()) {
                    f.signals().plan(plan);
                }
            }
            default -> { }
        }
    }

    /** The keys on every ACK until the peer is known to have them; a Data ACK or a DATA_FIN takes turns with them. */
    @Rfc(value = 8684, section = "3.1")
    private void planUnconfirmedAck(Subflow f, OptionPlan plan) {
        boolean dssWanted = connection.receiver().dataAck() > 1 || connection.sender().finRidesAcks();
        if (dssWanted && keysJustSent) {
            keysJustSent = false;
            planDss(f, plan);
            return;
        }
        keysJustSent = connection.keys().planKeys(plan);
        if (dssWanted) {
            f.tcb().requestPureAck();
        } else {
            advertised();   // with no data taken yet its window counts from the first byte: told again it would be no news
        }
    }

    private void planEstablishedAck(Subflow f, OptionPlan plan) {
        SubflowSignals signals = f.signals();
        if (!signals.isDue()) {
            planDss(f, plan);
            return;
        }
        int before = plan.length();
        DssOption.encodeAck(plan, dataAck(f), true);
        if (signals.plan(plan)) {
            advertised();
        } else {
            plan.truncate(before);
            signals.plan(plan);
        }
        f.requestSignal();
    }

    private void planDss(Subflow f, OptionPlan plan) {
        if (connection.sender().finRidesAcks()) {
            planDataFin(f, plan);
        } else if (DssOption.encodeAck(plan, dataAck(f), true)) {
            advertised();
        }
    }

    @Rfc(value = 8684, section = "3.3.3")
    private void planDataFin(Subflow f, OptionPlan plan) {
        long dsn = DataSequence.dsn(connection.keys().localIdsn(), connection.dataFin().ownPosition());
        int checksum = connection.keys().checksum() ? DssChecksum.of(dsn, 0, 1, 0) : DssOption.NO_CHECKSUM;
        if (DssOption.encode(plan, WIDE_ACK | WIDE_MAPPING | DssOption.DATA_FIN, dataAck(f), dsn, 0, 1, checksum)) {
            advertised();
        }
    }

    /**
     * What this segment acknowledges. The peer counts the connection's window from here: where it will not take this segment's
     * smaller window over the one it knows, a full Data ACK would promise more than there is, and what it then sends would be
     * lost at data level, where repairs take a timeout each. The rest is acknowledged by the next segment that moves the window.
     */
    @Rfc(value = 8684, section = {"3.3.2", "3.3.4"})
    private long dataAck(Subflow f) {
        DataReceiver receiver = connection.receiver();
        long position = receiver.dataAck();
        long kept = f.tcb().windowKeptByPeer();
        if (kept > receiver.window() && receiver.window() > 0 && position == receiver.rcvNxt()) {
            position = Math.max(1, position - (kept - receiver.window()));
        }
        return DataSequence.dsn(connection.keys().remoteIdsn(), position);
    }

    private void advertised() {
        DataReceiver receiver = connection.receiver();
        receiver.advertised(receiver.window());
    }
}
