package io.tributary.shard;

import io.tributary.connection.AcceptHandler;
import io.tributary.connection.ListenSpec;
import io.tributary.connection.Listener;
import io.tributary.tcp.open.FastOpenQueue;
import io.tributary.tcp.open.SynCookies;

/** A bound port, and how many handshakes behind it are not complete, or complete and not accepted. */
final class PortListener implements Listener {
    private final ListenSpec spec;
    private final AcceptHandler handler;
    private final ListenerTable table;
    private final FastOpenQueue fastOpens = new FastOpenQueue();
    private int handshakes;
    private int complete;
    private long lastCookieNs = Long.MIN_VALUE;

    PortListener(ListenSpec spec, AcceptHandler handler, ListenerTable table) {
        this.spec = spec;
        this.handler = handler;
        this.table = table;
    }

    @Override
    public ListenSpec spec() {
        return spec;
    }

    AcceptHandler handler() {
        return handler;
    }

    boolean isFull() {
        return handshakes >= spec.backlog();
    }

    /** One more handshake: undecided, then half-open. */
    void begin() {
        handshakes++;
    }

    /** It is complete, or over. */
    void end() {
        handshakes--;
    }

    /** Those whose handshake a SYN cookie has completed wait for the owner in a line of their own. */
    boolean isCompleteFull() {
        return complete >= spec.backlog();
    }

    void beginComplete() {
        complete++;
    }

    void endComplete() {
        complete--;
    }

    void answeredByCookie(long nowNs) {
        lastCookieNs = nowNs;
    }

    /** Whether an ACK for nobody may be worth a look: nobody else can bring back a cookie. */
    boolean mayComeBack(long nowNs) {
        return lastCookieNs != Long.MIN_VALUE && nowNs - lastCookieNs <= 2 * SynCookies.PERIOD_NS;
    }

    FastOpenQueue fastOpens() {
        return fastOpens;
    }

    @Override
    public void close() {
        table.remove(this);
    }
}
