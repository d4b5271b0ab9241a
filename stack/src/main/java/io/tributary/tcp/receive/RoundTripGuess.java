package io.tributary.tcp.receive;

/**
 * The round trip as a receiver sees it that sends nothing itself: the age of the timestamps that come back with text, smoothed;
 * without timestamps the time in which one window of text came, the shortest so far.
 */
public final class RoundTripGuess {
    private long guessNs;
    private long windowEnd = -1;
    private long windowStartNs;

    /** 0 while unknown. */
    public long ns() {
        return guessNs;
    }

    /** Text came that echoes a timestamp of ours. @param ageNs negative: it makes no sense */
    public void onEcho(long ageNs) {
        if (ageNs >= 0) {
            long sample = Math.max(ageNs, 1_000_000);
            guessNs = guessNs == 0 ? sample : guessNs + (sample - guessNs) / 8;
        }
    }

    /** Text is there in order up to {@code position}, with {@code window} bytes promised behind it. */
    public void onText(long position, long window, long nowNs) {
        if (windowEnd >= 0 && position < windowEnd) {
            return;
        }
        if (windowEnd >= 0) {
            long sample = Math.max(1, nowNs - windowStartNs);
            guessNs = guessNs == 0 ? sample : Math.min(guessNs, sample);
        }
        windowEnd = position + window;
        windowStartNs = nowNs;
    }
}
