package io.tributary.shard;

import io.tributary.connection.AbstractConnection;
import io.tributary.metrics.Counter;
import io.tributary.metrics.Counters;
import io.tributary.tcp.CloseReason;
import io.tributary.tcp.SegmentTarget;
import io.tributary.tcp.Tcb;
import java.util.function.Consumer;

/**
 * What becomes of an exception inside the stack, which is always a bug of ours: counted, told, and the connection it struck is
 * reset, so that one of them cannot stop the others. Until somebody asks to be told it is thrown on, as tests want it.
 */
final class Guard {
    private final Counters counters;
    private Consumer<RuntimeException> listener;

    Guard(Counters counters) {
        this.counters = counters;
    }

    void listener(Consumer<RuntimeException> listener) {
        this.listener = listener;
    }

    void onSegmentFailed(SegmentTarget target, RuntimeException e) {
        report(e);
        if (target instanceof Tcb t) {
            t.abort(CloseReason.PROTOCOL_ERROR);
        }
    }

    void onConnectionFailed(AbstractConnection c, RuntimeException e, long nowNs) {
        report(e);
        try {
            c.abort(nowNs);
        } catch (RuntimeException second) {
            listener.accept(second);
        }
    }

    private void report(RuntimeException e) {
        counters.increment(Counter.INTERNAL_ERRORS);
        if (listener == null) {
            throw e;
        }
        listener.accept(e);
    }
}
