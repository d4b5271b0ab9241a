package io.tributary.replay;

import io.tributary.mptcp.open.Keys;
import io.tributary.mptcp.open.ReceivedOptions;

/** What the handshake of a recorded MPTCP connection tells: both keys and the data sequence numbers that follow from them. */
final class RecordedKeys {
    /** MP_CAPABLE was in the SYN and in the SYN/ACK: the connection began as MPTCP. */
    final boolean multipath;
    final boolean hasOwnKey;
    final long ownKey;
    /** DSN of the first byte. */
    final long ownStart;
    final long peerStart;

    RecordedKeys(RecordedConversation c) {
        RecordedFlow f = c.first();
        ReceivedOptions o = new ReceivedOptions();
        boolean inSyns = hasCapable(f.lastOwnSyn(), o) && hasCapable(f.peerSyn(), o);
        Long own = null;
        Long peer = null;
        for (ReplayPacket p : f.own) {
            own = own == null ? senderKey(p, o) : own;
        }
        for (ReplayPacket p : f.peer) {
            peer = peer == null ? senderKey(p, o) : peer;
        }
        multipath = inSyns && own != null && peer != null;
        hasOwnKey = own != null;
        ownKey = own == null ? 0 : own;
        ownStart = new Keys().derive(ownKey).idsn() + 1;
        peerStart = new Keys().derive(peer == null ? 0 : peer).idsn() + 1;
    }

    static boolean hasCapable(ReplayPacket p, ReceivedOptions o) {
        return p != null && o.parse(p.options, p.flags).hasCapable();
    }

    private static Long senderKey(ReplayPacket p, ReceivedOptions o) {
        return hasCapable(p, o) && o.capable().hasSenderKey() ? o.capable().senderKey() : null;
    }
}
