package io.tributary.replay;

/** Sequence numbers of one direction as positions that do not wrap; the SYN's is 0. */
final class SequenceCounter {
    private final int isn;
    private long highest;

    SequenceCounter(int isn) {
        this.isn = isn;
    }

    /** Of a number that lies within 2 GiB of the highest one seen. */
    long position(int number) {
        long p = highest + (number - (isn + (int) highest));
        highest = Math.max(highest, p);
        return p;
    }

    int isn() {
        return isn;
    }
}
