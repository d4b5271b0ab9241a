package io.tributary.sim;

/** What became of the packets that entered one direction of a link. */
public final class LinkCounters {
    long entered;
    long delivered;
    long deliveredBytes;
    long lost;
    long queueDrops;
    long tooBig;
    long cut;
    long duplicated;
    long reordered;
    long corrupted;
    long marked;
    long maxQueuedBytes;
    long maxQueuedNs;

    LinkCounters() {
    }

    public long entered() {
        return entered;
    }

    public long delivered() {
        return delivered;
    }

    public long deliveredBytes() {
        return deliveredBytes;
    }

    /** By the loss model. */
    public long lost() {
        return lost;
    }

    /** By the queue: full, or its discipline. */
    public long queueDrops() {
        return queueDrops;
    }

    /** Above the MTU. */
    public long tooBig() {
        return tooBig;
    }

    /** By a link that was down, or went down while they were under way. */
    public long cut() {
        return cut;
    }

    public long duplicated() {
        return duplicated;
    }

    public long reordered() {
        return reordered;
    }

    /** Bits were flipped. */
    public long corrupted() {
        return corrupted;
    }

    /** Got Congestion Experienced in the queue. */
    public long marked() {
        return marked;
    }

    /** Longest time a packet waited in the queue. */
    public long maxQueuedNs() {
        return maxQueuedNs;
    }

    public long maxQueuedBytes() {
        return maxQueuedBytes;
    }

    @Override
    public String toString() {
        return "entered " + entered + ", delivered " + delivered + " (" + deliveredBytes + " bytes), lost " + lost + ", queue drops "
            + queueDrops + ", too big " + tooBig + ", cut " + cut + ", duplicated " + duplicated + ", reordered " + reordered
            + ", corrupted " + corrupted + ", marked " + marked;
    }
}
