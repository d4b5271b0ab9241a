package io.tributary.convert.leg;

import io.tributary.Rfc;
import io.tributary.connection.Connection;
import io.tributary.connection.ConnectionHandler;
import io.tributary.connection.PendingOpen;
import io.tributary.convert.session.ConverterRules;
import io.tributary.convert.session.ConverterSession;
import io.tributary.convert.session.Verdict;
import io.tributary.convert.wire.ConvertHeader;
import io.tributary.convert.wire.ConvertMessage;
import io.tributary.convert.wire.ErrorCode;
import io.tributary.convert.wire.ErrorTlv;
import io.tributary.metrics.Counter;
import io.tributary.tcp.CloseReason;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A client that speaks the Convert protocol to us. Its SYN is held until the server has answered, or was answered at once
 * because the request is to come later. The reply is the first bytes of our stream; the stack sends none before the client's
 * third packet, which is what an MPTCP client needs.
 */
@Rfc(value = 8803, section = {"4.2", "6.2.2"})
final class ExplicitLeg implements UpstreamLeg, ConnectionHandler {
    private final Convertor owner;
    private final TransportSession session;
    private final ConverterSession exchange;
    /** Null once answered. */
    private PendingOpen open;
    private Connection connection;
    private boolean decided;
    /** Octets of the request that came in the SYN and hence not in the stream. */
    private int inSyn;

    ExplicitLeg(PendingOpen open, ConverterRules rules, Convertor owner, long nowNs) {
        this.open = open;
        this.owner = owner;
        session = new TransportSession(owner.nextId(), open.remoteAddress(), owner, this, nowNs);
        exchange = new ConverterSession(rules, open.remoteAddress());
    }

    /** The request will come after the handshake. */
    void acceptAndWait(long nowNs) {
        if (!session.admit()) {
            open.drop();
            return;
        }
        session.awaitRequest(nowNs);
        accept(nowNs);
    }

    void onSynPayload(boolean mustBeComplete, long nowNs) {
        byte[] payload = open.synPayload();
        Verdict v = exchange.receive(payload, 0, payload.length, nowNs);
        if (v instanceof Verdict.NeedMore more && !mustBeComplete) {
            inSyn = exchange.received();
            acceptAndWait(nowNs);
        } else if (v instanceof Verdict.NeedMore more && more.headerSeen()) {
            decide(exchange.truncated(), payload, nowNs);
        } else {
            decide(v, payload, nowNs);
        }
    }

    void onSynAgain(long nowNs) {
        if (open != null) {
            session.synRepeated(open.synCount(), nowNs);
        }
    }

    /** The client took its SYN back: there is nobody to answer. */
    void onAbandoned(long nowNs) {
        open = null;
        session.abort(nowNs);
    }

    @Override
    public void onReadable(Connection c, long nowNs) {
        if (session.state() == TransportSession.State.REPLYING) {
            session.relay().discardFromUpstream(session.relay().heldFromUpstream());
        } else if (session.state() == TransportSession.State.REQUEST && !decided) {
            readRequest(nowNs);
        }
    }

    private void readRequest(long nowNs) {
        byte[] b = new byte[ConvertHeader.MAX_OCTETS];
        int n = session.relay().peekFromUpstream(exchange.received() - inSyn, new UnsafeBuffer(b), b.length);
        Verdict v = exchange.receive(b, 0, n, nowNs);
        if (v instanceof Verdict.NeedMore more) {
            if (session.relay().upstreamEnded()) {
                decide(more.headerSeen() ? exchange.truncated() : new Verdict.NotConvert(), b, nowNs);
            }
            return;
        }
        decide(v, b, nowNs);
    }

    /** The one decision about this client. {@code payload}: its SYN's, where that was held. */
    private void decide(Verdict v, byte[] payload, long nowNs) {
        decided = true;
        if (v instanceof Verdict.Connect c) {
            owner.count(Counter.CONVERT_REQUESTS);
            connect(c, payload, nowNs);
        } else if (v instanceof Verdict.Answer a) {
            owner.count(Counter.CONVERT_REQUESTS);
            reply(a.reply(), nowNs);
        } else if (v instanceof Verdict.Refuse r) {
            refuse(r.error(), nowNs);
        } else {
            owner.count(Counter.CONVERT_NO_REQUEST);
            if (v instanceof Verdict.Reset && open != null) {
                open.reset(nowNs);
                open = null;
            }
            session.abort(nowNs);
        }
    }

    private void connect(Verdict.Connect c, byte[] payload, long nowNs) {
        boolean fits;
        if (open != null) {
            fits = session.admit() && session.relay().prefixDownstream(payload, exchange.requestLength(),
                payload.length - exchange.requestLength());
        } else {
            session.relay().discardFromUpstream(exchange.requestLength() - inSyn);
            fits = true;
        }
        if (fits) {
            session.open(new Target(c.address(), c.port(), c.multipathRequest()), open != null, nowNs);
        } else {
            refuse(ErrorTlv.of(ErrorCode.RESOURCE_EXCEEDED, 0), nowNs);
        }
    }

    private void refuse(ErrorTlv error, long nowNs) {
        if (error.code() == ErrorCode.NOT_AUTHORIZED) {
            owner.count(Counter.CONVERT_REFUSED);
        }
        if (reply(ConvertMessage.encode(error), nowNs)) {
            owner.count(Counter.CONVERT_ERRORS_TX);
        }
    }

    private boolean reply(byte[] message, long nowNs) {
        if (!session.beginReply(nowNs)) {
            session.abort(nowNs);
            return false;
        }
        return deliver(message, nowNs);
    }

    /** The reply and the end of our stream. No reset: the reply has to arrive. */
    @Rfc(value = 8803, section = "6.2.2")
    private boolean deliver(byte[] message, long nowNs) {
        if (!session.relay().prefixUpstream(message)) {
            session.abort(nowNs);
            return false;
        }
        session.relay().endUpstream();
        session.relay().discardFromUpstream(session.relay().heldFromUpstream());
        accept(nowNs);
        return true;
    }

    // ---- from the session

    @Override
    public void confirm(byte[] serverOptions, long nowNs) {
        if (!session.relay().prefixUpstream(exchange.success(serverOptions))) {
            abandon(nowNs);
            session.abort(nowNs);
            return;
        }
        session.relay().release();
        accept(nowNs);
        owner.count(Counter.CONVERT_ESTABLISHED);
    }

    @Override
    @Rfc(value = 8803, section = "6.2.8")
    public void refuse(Failure f, long nowNs) {
        ErrorTlv error = switch (f.kind()) {
            case RESET -> ErrorTlv.of(ErrorCode.CONNECTION_RESET, 0);
            case UNREACHABLE -> ErrorTlv.of(ErrorCode.DESTINATION_UNREACHABLE, f.icmpCode());
            case RESOURCES -> ErrorTlv.of(ErrorCode.RESOURCE_EXCEEDED, 0);
            case NETWORK -> ErrorTlv.of(ErrorCode.NETWORK_FAILURE, 0);
        };
        if (deliver(ConvertMessage.encode(error), nowNs)) {
            owner.count(Counter.CONVERT_ERRORS_TX);
        }
    }

    @Override
    public void abandon(long nowNs) {
        if (open != null) {
            open.drop();
            open = null;
        } else if (connection != null) {
            connection.abort(nowNs);
        }
    }

    // ---- from the connection

    @Override
    public void onEstablished(Connection c, long nowNs) {
        // Nothing waits for it: the streams are there since the accept.
    }

    @Override
    public void onClosed(Connection c, CloseReason reason, long nowNs) {
        session.upstreamClosed(reason, nowNs);
    }

    private void accept(long nowNs) {
        if (open != null) {
            PendingOpen o = open;
            open = null;
            connection = o.accept(session.relay().toUpstream(), session.relay().fromUpstream(), this, nowNs);
            session.relay().attachUpstream(connection);
        }
    }
}
