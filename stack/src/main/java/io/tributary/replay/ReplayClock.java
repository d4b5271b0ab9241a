package io.tributary.replay;

/**
 * The stack's time for times of the recording. The stack starts above zero, and so many microseconds into a millisecond that
 * its timestamps tick when those of the recorded host did, as nearly as its packets tell.
 */
final class ReplayClock {
    private static final long START_NS = 1_000_000_000L;
    private static final long MS = 1_000_000;
    private static final long STEP_NS = 20_000;

    private final long phaseNs;
    private long slipNs;

    ReplayClock(RecordedConversation c) {
        long best = 0;
        int most = -1;
        for (long phase = 0; phase < MS; phase += STEP_NS) {
            int right = ticksRight(c.first(), phase);
            if (right > most) {
                most = right;
                best = phase;
            }
        }
        phaseNs = best;
    }

    private static int ticksRight(RecordedFlow f, long phase) {
        ReplayPacket syn = f.ownSyn();
        int right = 0;
        for (ReplayPacket p : f.own) {
            if (syn != null && p.options.hasTimestamps()) {
                long ticks = (p.timeNs + phase) / MS - (syn.timeNs + phase) / MS;
                right += p.options.tsVal() - syn.options.tsVal() == (int) ticks ? 1 : 0;
            }
        }
        return right;
    }

    /** From now on everything happens that much later than recorded. */
    void slip(long ns) {
        slipNs += ns;
    }

    long slipNs() {
        return slipNs;
    }

    long stackNs(long recordedNs) {
        return recordedNs + START_NS + phaseNs + slipNs;
    }

    long recordedNs(long stackNs) {
        return stackNs - START_NS - phaseNs - slipNs;
    }

    /** The stack's clock of timestamps at a time of the recording. */
    int milliseconds(long recordedNs) {
        return (int) (stackNs(recordedNs) / MS);
    }
}
