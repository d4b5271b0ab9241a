package io.tributary.driver.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.abi.Errno;
import io.tributary.abi.Tcp;
import io.tributary.driver.Needs;
import io.tributary.driver.kernel.KernelSocket;
import io.tributary.driver.kernel.KernelSocket.Protocol;
import io.tributary.driver.nativeio.NativeException;
import io.tributary.driver.nativeio.NetNamespace;
import io.tributary.wire.IpAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RouteSocketTest {
    private static final int LO = 1;
    private NetNamespace ns;
    private RouteSocket routes;

    @BeforeEach
    void open() {
        Needs.namespaces();
        ns = NetNamespace.anonymous();
        routes = ns.call(RouteSocket::new);
        routes.setUp(LO, true);
    }

    @AfterEach
    void close() {
        if (ns != null) {
            routes.close();
            ns.close();
        }
    }

    private static IpAddress ip(String literal) {
        return IpAddress.parse(literal);
    }

    private static void assertErrno(int errno, Runnable task) {
        assertThatThrownBy(task::run).isInstanceOfSatisfying(NativeException.class, e -> assertThat(e.errno()).as(e.getMessage()).isEqualTo(errno));
    }

    @Test
    @DisplayName("a link is found by name, with its state")
    void link() {
        Link lo = routes.existingLink("lo");
        assertThat(lo).isEqualTo(new Link("lo", LO, 65536, true, "", false, false, false, 0));
        routes.setMtu(LO, 1400);
        routes.setUp(LO, false);
        assertThat(routes.existingLink("lo")).isEqualTo(new Link("lo", LO, 1400, false, "", false, false, false, 0));
        assertThat(routes.link("nosuch")).isEmpty();
        assertErrno(Errno.ENODEV, () -> routes.existingLink("nosuch"));
    }

    @Test
    @DisplayName("addresses of both families work at once")
    void addresses() {
        routes.addAddress(LO, ip("10.77.0.1"), 32);
        routes.addAddress(LO, ip("fd77::1"), 128);
        for (String a : new String[] {"10.77.0.1", "fd77::1"}) {
            try (KernelSocket listener = ns.call(() -> KernelSocket.listen(Protocol.TCP, ip(a), 0));
                KernelSocket client = ns.call(() -> KernelSocket.connect(Protocol.TCP, ip(a), listener.localPort()))) {
                assertThat(client.remoteAddress()).isEqualTo(ip(a));
            }
            assertThat(routes.lookUp(ip(a))).hasValueSatisfying(r -> assertThat(r.local()).isTrue());
        }
        assertErrno(Errno.EEXIST, () -> routes.addAddress(LO, ip("10.77.0.1"), 32));
    }

    @Test
    @DisplayName("routes of both families are added once, found, and deleted once")
    void routes() {
        for (String a : new String[] {"10.78.0.9", "fd78::9"}) {
            int all = a.contains(":") ? 128 : 32;
            assertThat(routes.lookUp(ip(a))).isEmpty();
            routes.addRoute(ip(a), all, LO);
            assertThat(routes.lookUp(ip(a))).hasValue(new Route(false, all, LO));
            assertErrno(Errno.EEXIST, () -> routes.addRoute(ip(a), all, LO));
            routes.deleteRoute(ip(a), all, LO);
            assertErrno(Errno.ESRCH, () -> routes.deleteRoute(ip(a), all, LO));
            assertThat(routes.lookUp(ip(a))).isEmpty();
        }
    }

    @Test
    @DisplayName("a route by way of a router, the default one too")
    void router() {
        routes.addAddress(LO, ip("10.79.0.1"), 24);
        routes.addRouteVia(ip("0.0.0.0"), 0, ip("10.79.0.7"));
        assertThat(routes.lookUp(ip("192.0.2.1"))).hasValue(new Route(false, 0, LO));
        assertErrno(Errno.ENETUNREACH, () -> routes.addRouteVia(ip("192.0.2.0"), 24, ip("198.51.100.1")));
    }

    @Test
    @DisplayName("the kernel's own explanation is part of the message")
    void explanation() {
        assertThatThrownBy(() -> routes.addAddress(LO, ip("10.0.0.1"), 40)).hasMessageContaining("Invalid prefix length");
    }

    @Test
    @DisplayName("data travels in the SYN, and the listener has it before its first receive")
    void fastOpen() throws Exception {
        ns.call(() -> Files.writeString(Path.of("/proc/sys/net/ipv4/tcp_fastopen"), "519"));
        try (KernelSocket listener = ns.call(() -> KernelSocket.listen(Protocol.TCP, ip("127.0.0.1"), 0));
            KernelSocket client = ns.call(() -> KernelSocket.open(Protocol.TCP, false))) {
            listener.option(Tcp.SOL_TCP, Tcp.TCP_FASTOPEN, 16);
            byte[] hello = "early".getBytes();
            assertThat(client.connectWithData(ip("127.0.0.1"), listener.localPort(), hello, 1, 4)).isEqualTo(4);
            try (KernelSocket server = listener.accept()) {
                byte[] got = new byte[8];
                assertThat(server.receive(got, 0, 8)).isEqualTo(4);
                assertThat(got).startsWith("arly".getBytes());
            }
            String snmp = ns.call(() -> Files.readString(Path.of("/proc/thread-self/net/netstat")));
            assertThat(counter(snmp, "TCPFastOpenActive")).isEqualTo(1);
            assertThat(counter(snmp, "TCPFastOpenPassive")).isEqualTo(1);
        }
    }

    private static long counter(String netstat, String name) {
        String[] names = null;
        for (String line : netstat.split("\n")) {
            String[] words = line.split(" ");
            if (names != null && words[0].equals(names[0])) {
                for (int i = 1; i < names.length; i++) {
                    if (names[i].equals(name)) {
                        return Long.parseLong(words[i]);
                    }
                }
                names = null;
            } else {
                names = words;
            }
        }
        throw new AssertionError("no counter " + name);
    }
}
