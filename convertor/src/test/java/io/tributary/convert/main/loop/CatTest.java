package io.tributary.convert.main.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.connection.ConnectSpec;
import io.tributary.connection.Connection;
import io.tributary.connection.ConnectionHandler;
import io.tributary.connection.ListenSpec;
import io.tributary.buffer.ReceiveRing;
import io.tributary.buffer.SendRing;
import io.tributary.convert.main.cat.Cat;
import io.tributary.convert.main.cat.CatClient;
import io.tributary.convert.main.cat.CatConvertClient;
import io.tributary.convert.main.cat.CatResult;
import io.tributary.convert.main.cat.CatServer;
import io.tributary.convert.main.control.CommandQueue;
import io.tributary.convert.wire.ConnectTlv;
import io.tributary.convert.wire.ConvertMessage;
import io.tributary.convert.wire.CookieTlv;
import io.tributary.convert.wire.ErrorCode;
import io.tributary.convert.wire.ErrorTlv;
import io.tributary.convert.wire.ExtendedTcpHeaderTlv;
import io.tributary.convert.wire.Parsed;
import io.tributary.convert.wire.Tlv;
import io.tributary.device.DeviceCapabilities;
import io.tributary.device.PipeDevice;
import io.tributary.metrics.Counters;
import io.tributary.random.SeededRandomSource;
import io.tributary.shard.Shard;
import io.tributary.shard.ShardConfig;
import io.tributary.tcp.CloseReason;
import io.tributary.wire.IpAddress;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("cat")
@Timeout(60)
class CatTest {
    private static final IpAddress A = IpAddress.parse("10.0.0.1");
    private static final IpAddress B = IpAddress.parse("10.0.0.2");
    private static final Waiter NEVER_SLEEPS = new Waiter() {
        @Override
        public void await(long timeoutNs) {
            Thread.onSpinWait();
        }

        @Override
        public void wakeUp() {
            // never asleep
        }

        @Override
        public boolean isBlocked() {
            return false;
        }

        @Override
        public RuntimeException failure() {
            return null;
        }
    };

    private final PipeDevice[] cable = PipeDevice.pair(DeviceCapabilities.plain(1500), 256);
    private final Shard a = shard(1, A, cable[0]);
    private final Shard b = shard(2, B, cable[1]);
    private final CommandQueue commandsA = new CommandQueue(() -> { });
    private final CommandQueue commandsB = new CommandQueue(() -> { });

    private static Shard shard(long seed, IpAddress address, PipeDevice device) {
        Shard s = new Shard(ShardConfig.DEFAULT, new SeededRandomSource(seed), new Counters());
        s.addInterface("t" + seed, 0, new IpAddress[] {address}, device);
        return s;
    }

    private static byte[] random(int seed, int length) {
        byte[] b = new byte[length];
        new Random(seed).nextBytes(b);
        return b;
    }

    /** Turns both loops on this thread until the cats are done. */
    private void run(Cat client, Cat server) throws InterruptedException {
        RunLoop left = new RunLoop(a, client, commandsA, NEVER_SLEEPS, System::nanoTime, new ErrorLog());
        RunLoop right = server == null ? null : new RunLoop(b, server, commandsB, NEVER_SLEEPS, System::nanoTime, new ErrorLog());
        if (server != null) {
            server.open(System.nanoTime());
        }
        client.open(System.nanoTime());
        while (!client.isFinished() || server != null && !server.isFinished()) {
            left.turn(System.nanoTime());
            if (right == null) {
                b.receive(64, System.nanoTime());
                b.runOnce(System.nanoTime());
            } else {
                right.turn(System.nanoTime());
            }
        }
    }

    private CatServer server(byte[] stdin, OutputStream stdout) {
        return new CatServer(b, commandsB, new ListenSpec(0, B, 80, false, false, 8), new ByteArrayInputStream(stdin), stdout);
    }

    private CatClient client(int port, byte[] stdin, OutputStream stdout) {
        return new CatClient(a, commandsA, ConnectSpec.to(0, B, port).multipath(false), new ByteArrayInputStream(stdin), stdout);
    }

    @Test
    @DisplayName("bytes go both ways, each direction ends for itself")
    void bothWays() throws InterruptedException {
        for (int[] sizes : new int[][] {{0, 0}, {1, 300_000}, {300_000, 0}, {6_000_000, 100}}) {
            byte[] up = random(1, sizes[0]);
            byte[] down = random(2, sizes[1]);
            ByteArrayOutputStream atServer = new ByteArrayOutputStream();
            ByteArrayOutputStream atClient = new ByteArrayOutputStream();
            CatClient client = client(80, up, atClient);
            CatServer server = server(down, atServer);
            run(client, server);
            assertThat(client.result()).isEqualTo(new CatResult(CatResult.Kind.DONE, ""));
            assertThat(server.result()).isEqualTo(new CatResult(CatResult.Kind.DONE, ""));
            assertThat(atServer.toByteArray()).isEqualTo(up);
            assertThat(atClient.toByteArray()).isEqualTo(down);
        }
    }

    @Test
    @DisplayName("a port without listener is said to refuse")
    void refused() throws InterruptedException {
        CatClient client = client(81, new byte[0], new ByteArrayOutputStream());
        run(client, null);
        assertThat(client.result()).isEqualTo(new CatResult(CatResult.Kind.UNAVAILABLE, "10.0.0.2:81 refuses the connection"));
    }

    @Test
    @DisplayName("output that nobody reads ends it")
    void brokenOutput() throws InterruptedException {
        OutputStream broken = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        CatClient client = client(80, new byte[0], broken);
        CatServer server = server(random(3, 1000), new ByteArrayOutputStream());
        run(client, server);
        assertThat(client.result().kind()).isEqualTo(CatResult.Kind.BROKEN);
    }

    // ---- through a converter

    /** Answers each request with what {@code answers} says, then echoes one line and ends. */
    private final class Converter implements ConnectionHandler {
        private final List<ConvertMessage> requests = new ArrayList<>();
        private final SendRing[] out = {new SendRing(4096, 65_536), new SendRing(4096, 65_536)};
        private final Function<ConvertMessage, Tlv> answers;

        Converter(Function<ConvertMessage, Tlv> answers) {
            this.answers = answers;
            b.listen(new ListenSpec(0, B, 5124, false, false, 8), (open, nowNs) -> {
                byte[] payload = open.synPayload();
                requests.add(((Parsed.Complete) ConvertMessage.parse(payload, 0, payload.length)).message());
                SendRing ring = out[requests.size() - 1];
                open.accept(ring, new ReceiveRing(4096, 65_536), this, nowNs).attach(ring);
            });
        }

        @Override
        public void onEstablished(Connection c, long nowNs) {
            SendRing ring = (SendRing) c.attachment();
            byte[] reply = ConvertMessage.encode(answers.apply(requests.get(requests.size() - 1)));
            ring.write(new UnsafeBuffer(reply), 0, reply.length);
            byte[] hello = "hello\n".getBytes(StandardCharsets.US_ASCII);
            ring.write(new UnsafeBuffer(hello), 0, hello.length);
            ring.end();
            c.wake();
        }

        @Override
        public void onClosed(Connection c, CloseReason reason, long nowNs) {
            // the client's result is what is looked at
        }
    }

    private CatConvertClient throughConverter(ByteArrayOutputStream stdout) {
        return new CatConvertClient(a, commandsA, ConnectSpec.to(0, B, 5124).multipath(false), IpAddress.parse("198.51.100.9"), 443,
            new ByteArrayInputStream(new byte[0]), stdout);
    }

    @Test
    @DisplayName("the request names the server, the reply is taken off, user data follows")
    void converter() throws InterruptedException {
        Converter converter = new Converter(request -> new ExtendedTcpHeaderTlv(new byte[0]));
        ByteArrayOutputStream stdout = new ByteArrayOutputStream();
        CatConvertClient client = throughConverter(stdout);
        run(client, null);
        assertThat(client.result().kind()).isEqualTo(CatResult.Kind.DONE);
        assertThat(stdout.toString(StandardCharsets.US_ASCII)).isEqualTo("hello\n");
        ConnectTlv connect = converter.requests.get(0).find(ConnectTlv.class).orElseThrow();
        assertThat(connect.address().withPort(connect.port())).isEqualTo("198.51.100.9:443");
    }

    @Test
    @DisplayName("CONV-6.2.8-1 an error resets the connection and is told")
    void converterRefuses() throws InterruptedException {
        new Converter(request -> ErrorTlv.of(ErrorCode.NOT_AUTHORIZED, 0));
        ByteArrayOutputStream stdout = new ByteArrayOutputStream();
        CatConvertClient client = throughConverter(stdout);
        run(client, null);
        assertThat(client.result()).isEqualTo(new CatResult(CatResult.Kind.UNAVAILABLE, "the converter refuses: not authorized"));
        assertThat(stdout.size()).isZero();
    }

    @Test
    @DisplayName("CONV-6.2.7-4 a missing cookie is brought along the second time")
    void cookie() throws InterruptedException {
        byte[] cookie = random(4, 16);
        Converter converter = new Converter(request -> request.find(CookieTlv.class).isPresent()
            ? new ExtendedTcpHeaderTlv(new byte[0]) : ErrorTlv.missingCookie(cookie));
        ByteArrayOutputStream stdout = new ByteArrayOutputStream();
        CatConvertClient client = throughConverter(stdout);
        run(client, null);
        assertThat(client.result().kind()).isEqualTo(CatResult.Kind.DONE);
        assertThat(stdout.toString(StandardCharsets.US_ASCII)).isEqualTo("hello\n");
        assertThat(converter.requests).hasSize(2);
        assertThat(converter.requests.get(1).find(CookieTlv.class).orElseThrow().cookie()).isEqualTo(cookie);
    }
}
