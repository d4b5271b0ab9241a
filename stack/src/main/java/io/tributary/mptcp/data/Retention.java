package io.tributary.mptcp.data;

import io.tributary.Rfc;
import io.tributary.buffer.OutboundStream;
import io.tributary.mptcp.Subflow;
import io.tributary.mptcp.Subflows;

/** How long the stream keeps what was sent: until it is acknowledged as data and by every subflow that has it. */
@Rfc(value = 8684, section = {"3.3.2", "3.3.6"})
final class Retention {
    private final OutboundStream stream;
    private final Subflows subflows;
    private long released = 1;

    Retention(OutboundStream stream, Subflows subflows) {
        this.stream = stream;
        this.subflows = subflows;
    }

    /** Lets the stream go of what nobody needs. @return whether there was anything */
    boolean release(long dataUna) {
        long upTo = dataUna;
        for (int i = 0; i < subflows.count(); i++) {
            if (subflows.get(i).isLive()) {
                upTo = Math.min(upTo, subflows.get(i).oldestNeeded());
            }
        }
        if (upTo <= released) {
            return false;
        }
        released = upTo;
        stream.acknowledged(upTo - 1);
        return true;
    }

    /** Bytes acknowledged as data that a subflow still needs. */
    long kept(long dataUna) {
        return dataUna - released;
    }

    /** The subflow that keeps the oldest of them; null if there is none. */
    Subflow hostageTaker() {
        for (int i = 0; i < subflows.count(); i++) {
            Subflow f = subflows.get(i);
            if (f.isLive() && f.oldestNeeded() == released) {
                return f;
            }
        }
        return null;
    }
}
