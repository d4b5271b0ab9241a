package io.tributary.convert.main.cat;

import io.tributary.connection.ConnectSpec;
import io.tributary.connection.Connection;
import io.tributary.convert.main.control.CommandQueue;
import io.tributary.convert.session.ClientOutcome;
import io.tributary.convert.session.ConvertClientSession;
import io.tributary.convert.wire.ErrorCode;
import io.tributary.shard.Shard;
import io.tributary.wire.IpAddress;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;

/** Connects to a server through a converter: the request rides on the SYN, bytes flow when the converter's reply says so. */
public final class CatConvertClient extends Cat {
    private final Shard shard;
    private final ConnectSpec toConverter;
    private final IpAddress server;
    private final int port;
    private ConvertClientSession session;
    private boolean cookieTried;
    private boolean accepted;

    /** @param toConverter how to reach the converter; its SYN payload is set here */
    public CatConvertClient(Shard shard, CommandQueue commands, ConnectSpec toConverter, IpAddress server, int port,
                            InputStream stdin, OutputStream stdout) {
        super(commands, stdin, stdout);
        this.shard = shard;
        this.toConverter = toConverter;
        this.server = server;
        this.port = port;
    }

    @Override
    public void open(long nowNs) {
        attempt(new byte[0], nowNs);
    }

    private void attempt(byte[] cookie, long nowNs) {
        session = ConvertClientSession.connect(server, port, false, cookie);
        connected(shard.connect(toConverter.synPayload(session.request()), out(), in(), this, nowNs));
    }

    @Override
    public void onEstablished(Connection c, long nowNs) {
        // the converter's word counts, not its SYN/ACK
        onReadable(c, nowNs);
    }

    @Override
    public void onReadable(Connection c, long nowNs) {
        if (c != connection() || accepted) {
            super.onReadable(c, nowNs);
            return;
        }
        byte[] bytes = new byte[in().available()];
        in().read(new UnsafeBuffer(bytes), 0, bytes.length);
        judge(in().isEnded() && bytes.length == 0 ? session.ended() : session.receive(bytes, 0, bytes.length), bytes, nowNs);
    }

    private void judge(ClientOutcome outcome, byte[] bytes, long nowNs) {
        if (outcome instanceof ClientOutcome.Accepted a) {
            accepted = true;
            established();
            pump(Arrays.copyOfRange(bytes, a.userDataAt(), bytes.length));
        } else if (outcome instanceof ClientOutcome.Refused r && r.error().code() == ErrorCode.MISSING_COOKIE && !cookieTried) {
            cookieTried = true;
            Connection refused = connection();
            freshIn();
            attempt(r.error().body(), nowNs);
            refused.abort(nowNs);
        } else if (outcome instanceof ClientOutcome.Refused r) {
            giveUp("the converter refuses: " + r.cause(), nowNs);
        } else if (outcome instanceof ClientOutcome.Interference i) {
            giveUp("no converter answers there: " + i.cause(), nowNs);
        }
    }

    private void giveUp(String cause, long nowNs) {
        connection().abort(nowNs);
        finish(new CatResult(CatResult.Kind.UNAVAILABLE, cause));
    }
}
