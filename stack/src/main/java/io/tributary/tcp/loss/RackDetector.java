package io.tributary.tcp.loss;

import io.tributary.Rfc;

/**
 * Finds losses by time: what was sent before something that has been delivered, and longer than a round trip and a little ago,
 * is lost, retransmissions included. The little is what reordering may take: nothing at first once three segments have
 * overtaken, a quarter of the shortest round trip or more if the network is known to reorder.
 */
@Rfc(value = 8985, section = {"5", "6.1", "6.2"})
final class RackDetector {
    /** A larger window holds for so many recoveries without a spurious retransmission. */
    private static final int PERSISTENCE = 16;
    private static final int MOST = 255;
    /** The timer waits a little longer: on a short path a host's scheduling reorders more than the network does. */
    private static final long TIMER_SLACK_NS = 2_000_000L;

    private long sentNs = AckNews.NONE;
    private long end;
    private long rttNs;
    private int quarters = 1;
    private int persist;
    /** A second report of duplicates below it belongs to the same round. */
    private long roundEnd;

    /** When to look again, should no ACK come before; {@link Long#MAX_VALUE} if nothing was overtaken. */
    long deadlineNs = Long.MAX_VALUE;
    /** Latest sending of a retransmission that the last call of {@link #detect} found lost; {@link AckNews#NONE} without one. */
    long lostRepairSentNs;
    int lostRepairs;

    /** Steps 1 and 2: the newest that was delivered. */
    void onAck(AckNews n) {
        if (n.rackSentNs != AckNews.NONE) {
            rttNs = n.nowNs - n.rackSentNs;
            if (n.rackSentNs > sentNs || n.rackSentNs == sentNs && n.rackEnd > end) {
                sentNs = n.rackSentNs;
                end = n.rackEnd;
            }
        }
    }

    /** Step 4: we sent something twice for nothing; once a round the window becomes wider. */
    void onSpuriousRetransmission(long una, long nxt) {
        if (una >= roundEnd) {
            quarters = Math.min(quarters + 1, MOST);
            persist = PERSISTENCE;
            roundEnd = nxt;
        }
    }

    void onRecovered() {
        if (persist > 0 && --persist == 0) {
            quarters = 1;
        }
    }

    /** Step 4: how much longer than a round trip something may take. {@code strict}: what has been overtaken is lost at once. */
    long windowNs(boolean strict, long minRttNs, long srttNs) {
        return strict ? 0 : Math.min(quarters * (minRttNs / 4), srttNs);
    }

    /**
     * Step 5: marks what is lost, oldest first, and sets the deadline for the next.
     *
     * @return bytes marked
     */
    long detect(SentSegments sent, long windowNs, long nowNs) {
        long bytes = 0;
        deadlineNs = Long.MAX_VALUE;
        lostRepairSentNs = AckNews.NONE;
        lostRepairs = 0;
        int next;
        for (int s = sent.oldest(); s != SentSegments.NONE && precedesDelivered(sent, s); s = next) {
            long due = sent.slotSentNs(s) + rttNs + windowNs;
            if (due > nowNs) {
                deadlineNs = due + TIMER_SLACK_NS;
                break;
            }
            next = sent.sentAfter(s);
            bytes += sent.slotEnd(s) - sent.slotStart(s);
            if (sent.slotIs(s, SentSegments.RETRANSMITTED)) {
                lostRepairSentNs = sent.slotSentNs(s);
                lostRepairs += sent.slotSegments(s);
            }
            sent.loseSlot(s, nowNs);
        }
        return bytes;
    }

    /** After a timeout: the head, and what was sent long enough ago. The rest may still arrive. */
    @Rfc(value = 8985, section = "6.3")
    void markAfterTimeout(SentSegments sent, long windowNs, long nowNs) {
        sent.lose(0, nowNs);
        int next;
        for (int s = sent.oldest(); s != SentSegments.NONE && sent.slotSentNs(s) + rttNs + windowNs <= nowNs; s = next) {
            next = sent.sentAfter(s);
            sent.loseSlot(s, nowNs);
        }
        deadlineNs = Long.MAX_VALUE;
    }

    private boolean precedesDelivered(SentSegments sent, int s) {
        long t = sent.slotSentNs(s);
        return t < sentNs || t == sentNs && sent.slotEnd(s) < end;
    }
}
