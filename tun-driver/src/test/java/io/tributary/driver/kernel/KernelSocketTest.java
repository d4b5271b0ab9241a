package io.tributary.driver.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.abi.Errno;
import io.tributary.abi.Socket;
import io.tributary.abi.Tcp;
import io.tributary.driver.Needs;
import io.tributary.driver.kernel.KernelSocket.Protocol;
import io.tributary.driver.nativeio.NativeException;
import io.tributary.wire.IpAddress;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class KernelSocketTest {
    private static final IpAddress V4 = IpAddress.parse("127.0.0.1");

    private static int errno(Throwable e) {
        return ((NativeException) e).errno();
    }

    @ParameterizedTest(name = "{0} over {1}")
    @DisplayName("connects, carries a megabyte each way, and keeps a half-close")
    @CsvSource({"TCP,127.0.0.1", "TCP,::1", "MPTCP,127.0.0.1", "MPTCP,::1"})
    void stream(Protocol protocol, String literal) throws Exception {
        if (protocol == Protocol.MPTCP) {
            Needs.kernelMptcp();
        }
        IpAddress address = IpAddress.parse(literal);
        byte[] data = new byte[1 << 20];
        new Random(1).nextBytes(data);
        try (KernelSocket listener = KernelSocket.listen(protocol, address, 0);
            KernelSocket client = KernelSocket.connect(protocol, address, listener.localPort());
            KernelSocket server = listener.accept()) {
            assertThat(client.remoteAddress()).isEqualTo(address);
            assertThat(client.remotePort()).isEqualTo(listener.localPort());
            assertThat(server.remotePort()).isEqualTo(client.localPort());
            assertThat(server.localAddress()).isEqualTo(address);
            Thread sender = new Thread(() -> {
                client.sendAll(data);
                client.shutdownOutput();
            });
            sender.start();
            byte[] got = new byte[data.length + 1];
            assertThat(server.receiveFully(got, 0, got.length)).isEqualTo(data.length);
            assertThat(got).startsWith(data);
            sender.join();
            server.sendAll(new byte[] {1, 2, 3});
            byte[] small = new byte[8];
            assertThat(client.peek(small, 0, 2)).isEqualTo(2);
            assertThat(client.receive(small, 4, 4)).isEqualTo(3);
            assertThat(small).containsExactly(1, 2, 0, 0, 1, 2, 3, 0);
            assertThat(client.isMultipath()).isEqualTo(protocol == Protocol.MPTCP);
            assertThat(server.isMultipath()).isEqualTo(protocol == Protocol.MPTCP);
            assertThat(client.extraSubflows()).isZero();
            server.shutdownOutput();
            assertThat(client.receive(small, 0, 8)).isEqualTo(-1);
        }
    }

    @Test
    @DisplayName("an MPTCP client of a TCP server knows that it fell back")
    void fallback() {
        Needs.kernelMptcp();
        try (KernelSocket listener = KernelSocket.listen(Protocol.TCP, V4, 0);
            KernelSocket client = KernelSocket.connect(Protocol.MPTCP, V4, listener.localPort());
            KernelSocket server = listener.accept()) {
            client.sendAll(new byte[] {9});
            assertThat(server.receive(new byte[4], 0, 4)).isEqualTo(1);
            assertThat(client.isMultipath()).isFalse();
            assertThat(client.extraSubflows()).isZero();
        }
    }

    @Test
    @DisplayName("refusal, reset and time-out are told apart by errno")
    @SuppressWarnings("try")
    void failures() {
        int unused;
        try (KernelSocket listener = KernelSocket.listen(Protocol.TCP, V4, 0)) {
            unused = listener.localPort();
            listener.receiveTimeoutMs(20);
            assertThatThrownBy(listener::accept).satisfies(e -> assertThat(((NativeException) e).isTimeout()).isTrue());
            try (KernelSocket client = KernelSocket.connect(Protocol.TCP, V4, unused); KernelSocket server = listener.accept()) {
                client.receiveTimeoutMs(20);
                assertThatThrownBy(() -> client.receive(new byte[1], 0, 1)).satisfies(e -> assertThat(errno(e)).isEqualTo(Errno.EAGAIN));
                server.abortOnClose();
                server.close();
                assertThatThrownBy(() -> client.receive(new byte[1], 0, 1)).satisfies(e -> assertThat(errno(e)).isEqualTo(Errno.ECONNRESET));
            }
        }
        assertThatThrownBy(() -> KernelSocket.connect(Protocol.TCP, V4, unused))
            .satisfies(e -> assertThat(errno(e)).isEqualTo(Errno.ECONNREFUSED));
    }

    @Test
    @DisplayName("options are set and read back; a closed socket says EBADF")
    void options() {
        KernelSocket s = KernelSocket.open(Protocol.TCP, false);
        s.congestion("reno");
        assertThat(s.congestion()).isEqualTo("reno");
        s.receiveBuffer(40_000);
        assertThat(s.option(Socket.SOL_SOCKET, Socket.SO_RCVBUF)).isEqualTo(80_000);
        s.sendBuffer(30_000);
        assertThat(s.option(Socket.SOL_SOCKET, Socket.SO_SNDBUF)).isEqualTo(60_000);
        s.option(Tcp.SOL_TCP, Tcp.TCP_NODELAY, 1);
        assertThat(s.option(Tcp.SOL_TCP, Tcp.TCP_NODELAY)).isEqualTo(1);
        s.bind(V4, 0);
        assertThat(s.localAddress()).isEqualTo(V4);
        s.close();
        s.close();
        assertThatThrownBy(s::localPort).satisfies(e -> assertThat(errno(e)).isEqualTo(Errno.EBADF));
    }

    @Test
    @DisplayName("shutdown ends a receive that waits in another thread")
    void shutdownWakes() throws Exception {
        try (KernelSocket listener = KernelSocket.listen(Protocol.TCP, V4, 0);
            KernelSocket client = KernelSocket.connect(Protocol.TCP, V4, listener.localPort());
            KernelSocket server = listener.accept()) {
            int[] got = new int[1];
            Thread reader = new Thread(() -> got[0] = server.receive(new byte[1], 0, 1));
            reader.start();
            server.shutdown();
            reader.join();
            assertThat(got[0]).isEqualTo(-1);
            assertThat(client.receive(new byte[1], 0, 1)).isEqualTo(-1);
        }
    }

    @Test
    @DisplayName("an address of the other family and an impossible port are programming errors")
    void badAddress() {
        try (KernelSocket s = KernelSocket.open(Protocol.TCP, false)) {
            assertThatThrownBy(() -> s.connect(IpAddress.parse("::1"), 80)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> s.connect(V4, 65536)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
