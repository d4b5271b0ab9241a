package io.tributary.mptcp;

import io.tributary.Rfc;
import io.tributary.buffer.InboundStream;
import io.tributary.metrics.Counter;
import io.tributary.mptcp.data.MptcpState;
import io.tributary.mptcp.schedule.Scheduler;
import io.tributary.mptcp.schedule.Schedulers;
import io.tributary.tcp.CloseReason;
import io.tributary.tcp.SocketOptions;
import io.tributary.tcp.SocketOptions.Closing;
import io.tributary.tcp.TcpConfig;
import io.tributary.tcp.receive.TunedInbound;
import java.util.Optional;
import java.util.function.Supplier;

/** What the application asks of the connection as a whole: options for all subflows, and the close of both directions. */
@Rfc(value = 8684, section = {"3.3.3", "4"})
final class SocketCalls {
    private static final long NONE = Long.MAX_VALUE;

    private final MptcpConnection connection;
    private final ClosableOutbound outbound;
    private TcpConfig config;
    private boolean closed;
    private boolean handedOn;
    private boolean inFinWait2;
    private long readAtClose;
    private long deadlineNs = NONE;

    SocketCalls(MptcpConnection connection, ClosableOutbound outbound, TcpConfig config) {
        this.connection = connection;
        this.outbound = outbound;
        this.config = config;
    }

    /** For subflows to come. */
    TcpConfig config() {
        return config;
    }

    SocketOptions options() {
        return config.socket();
    }

    /** One window for the whole connection, whatever the number of subflows. */
    TunedInbound tuned(InboundStream stream) {
        return new TunedInbound(stream, options().receiving().initialWindow(), options().receiving().maxWindow());
    }

    void options(SocketOptions options) {
        config = config.with(options);
        for (int i = 0; i < connection.subflows().count(); i++) {
            connection.subflows().get(i).tcb().socket().apply(options);
        }
        connection.sender().noDelay(options.sending().noDelay());
        connection.wake();
    }

    boolean scheduler(String name) {
        Optional<Supplier<Scheduler>> found = connection.isMultipath() ? Schedulers.named(name) : Optional.empty();
        found.ifPresent(s -> connection.sender().scheduler(s.get()));
        connection.wake();
        return found.isPresent();
    }

    void quickAck(boolean on) {
        for (int i = 0; i < connection.subflows().count(); i++) {
            connection.subflows().get(i).tcb().socket().quickAck(on);
        }
    }

    int receivedDscp() {
        Subflow f = anySubflow();
        return f == null ? 0 : f.tcb().socket().receivedDscp();
    }

    long peerUserTimeoutNs() {
        Subflow f = anySubflow();
        return f == null ? 0 : f.tcb().socket().peerUserTimeoutNs();
    }

    /** Only plain TCP has urgent data. */
    boolean urgent() {
        Subflow f = anySubflow();
        if (connection.isMultipath() || f == null) {
            return false;
        }
        f.tcb().socket().urgent().mark();
        return true;
    }

    long urgentRemaining() {
        Subflow f = anySubflow();
        return connection.isMultipath() || f == null ? 0 : f.tcb().socket().urgent().remaining();
    }

    private Subflow anySubflow() {
        return connection.subflows().count() > 0 ? connection.subflows().get(0) : null;
    }

    @Rfc(value = 9293, section = "3.6.1")
    void close(long nowNs) {
        if (closed || connection.isClosed()) {
            return;
        }
        Closing c = options().closing();
        boolean atOnce = c.linger() && c.lingerNs() == 0;
        if (atOnce || !connection.isEstablished() && connection.isInitiator() || connection.receiver().unread() > 0) {
            connection.counters().increment(atOnce ? Counter.TCP_ABORT_ON_LINGER : Counter.TCP_ABORT_ON_CLOSE);
            connection.fastClose().send(CloseReason.ABORTED);
        } else {
            closed = true;
            readAtClose = connection.receiver().rcvNxt();
            outbound.close();
            deadlineNs = c.linger() ? nowNs + c.lingerNs() : NONE;
        }
        connection.wake();
    }

    /** After input, before output. */
    void settle(long nowNs) {
        if (!closed || connection.isClosed()) {
            return;
        }
        if (connection.receiver().rcvNxt() > readAtClose) {
            connection.counters().increment(Counter.TCP_ABORT_ON_DATA);
            connection.fastClose().send(CloseReason.ABORTED);
        } else if (!connection.isMultipath()) {
            handOn(nowNs);
        } else if (!inFinWait2 && connection.dataFin().state() == MptcpState.FIN_WAIT_2) {
            inFinWait2 = true;
            deadlineNs = nowNs + options().closing().finWait2Ns();
        }
    }

    /** As plain TCP the one subflow knows what closing means. */
    private void handOn(long nowNs) {
        Subflow f = anySubflow();
        if (!handedOn && f != null) {
            handedOn = true;
            deadlineNs = NONE;
            f.tcb().socket().close(nowNs);
        }
    }

    void onTimers(long nowNs) {
        if (deadlineNs <= nowNs) {
            deadlineNs = NONE;
            if (!connection.isClosed()) {
                connection.fastClose().send(CloseReason.TIMED_OUT);
            }
        }
    }

    long deadlineNs() {
        return connection.isClosed() ? NONE : deadlineNs;
    }
}
