package io.tributary.driver.tun;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.driver.Needs;
import io.tributary.driver.kernel.KernelSocket;
import io.tributary.driver.kernel.KernelSocket.Protocol;
import io.tributary.driver.nativeio.Native;
import io.tributary.wire.IpAddress;
import java.security.MessageDigest;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two namespaces, a TUN in each, our forwarder between them, and the kernel's TCP or MPTCP at both ends. */
@Timeout(60)
class SuperSegmentTest {
    private static final IpAddress A4 = IpAddress.parse("10.91.0.1");
    private static final IpAddress B4 = IpAddress.parse("10.91.0.2");
    private static final IpAddress A6 = IpAddress.parse("fd91::1");
    private static final IpAddress B6 = IpAddress.parse("fd91::2");
    private static final int BYTES = 6 << 20;

    @ParameterizedTest(name = "{0} v6={1}, offload {2} and {3}")
    @DisplayName("bulk data crosses both ways intact: in super-segments where there is offload, cut to size where there is none")
    @CsvSource({
        "TCP,false,true,true", "TCP,true,true,true", "MPTCP,false,true,true", "MPTCP,true,true,true",
        "TCP,false,false,false", "TCP,true,false,false",
        "TCP,false,true,false", "TCP,true,true,false", "TCP,false,false,true", "MPTCP,false,true,false"})
    void bulk(Protocol protocol, boolean v6, boolean offloadA, boolean offloadB) {
        if (protocol == Protocol.MPTCP) {
            Needs.kernelMptcp();
        }
        try (TunRig a = new TunRig(1, offloadA, Native.LIBC, A4, A6);
            TunRig b = new TunRig(1, offloadB, Native.LIBC, B4, B6);
            TestForwarder forwarder = new TestForwarder(a.queue(), b.queue())) {
            transfer(protocol, v6 ? B6 : B4, a, b);
            TunStatistics sa = a.queue().statistics();
            TunStatistics sb = b.queue().statistics();
            if (offloadA) {
                assertThat(sa.superSegmentsReceived).isGreaterThan(20);
                assertThat(forwarder.largestFromA).isBetween(20_000, 65_536);
            } else {
                assertThat(sa.superSegmentsReceived).isZero();
                assertThat(forwarder.largestFromA).isLessThanOrEqualTo(TunRig.MTU);
            }
            assertThat(sb.superSegmentsSent).isEqualTo(offloadB ? sa.superSegmentsReceived : 0);
            assertThat(sa.superSegmentsSent).isEqualTo(offloadA ? sb.superSegmentsReceived : 0);
            if (offloadB) {
                assertThat(forwarder.largestFromB).isBetween(20_000, 65_536);
            }
            assertThat(forwarder.largestSegment).isLessThan(TunRig.MTU);
            assertThat(sa.malformed + sb.malformed + sa.refused + sb.refused + sa.blocked + sb.blocked).isZero();
        }
    }

    /** Both directions at once. */
    private static void transfer(Protocol protocol, IpAddress to, TunRig a, TunRig b) {
        try (KernelSocket listener = b.ns.call(() -> KernelSocket.listen(protocol, to, 5201));
            KernelSocket client = a.ns.call(() -> KernelSocket.open(protocol, !to.isV4()))) {
            client.congestion("reno");
            client.connect(to, 5201);
            try (KernelSocket server = listener.accept()) {
                server.congestion("reno");
                CompletableFuture<String> up = CompletableFuture.supplyAsync(() -> receive(server));
                CompletableFuture<String> down = CompletableFuture.supplyAsync(() -> receive(client));
                Thread sender = new Thread(() -> send(server, 2));
                sender.start();
                String sentUp = send(client, 1);
                assertThat(up.join()).isEqualTo(sentUp);
                assertThat(down.join()).isEqualTo(digest(data(2)));
                assertThat(client.isMultipath()).isEqualTo(protocol == Protocol.MPTCP);
            }
        }
    }

    private static byte[] data(int seed) {
        byte[] data = new byte[BYTES];
        new Random(seed).nextBytes(data);
        return data;
    }

    private static String send(KernelSocket socket, int seed) {
        byte[] data = data(seed);
        socket.sendAll(data);
        socket.shutdownOutput();
        return digest(data);
    }

    private static String receive(KernelSocket socket) {
        byte[] data = new byte[BYTES + 1];
        int n = socket.receiveFully(data, 0, data.length);
        return digest(java.util.Arrays.copyOf(data, n));
    }

    private static String digest(byte[] data) {
        try {
            return data.length + " " + java.util.HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(data));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
