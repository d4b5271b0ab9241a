package io.tributary.driver.setup;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.abi.In;
import io.tributary.device.Offload;
import io.tributary.driver.Needs;
import io.tributary.driver.nativeio.NetNamespace;
import io.tributary.driver.setup.KernelSettings.Use;
import io.tributary.driver.tun.TunDevice;
import io.tributary.wire.Checksum;
import io.tributary.wire.IpAddress;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.SocketTimeoutException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.agrona.MutableDirectBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The explanations are held against what the kernel really does. */
class KernelSettingsTest {
    private static final String NAME = "trib.tun3";
    private static final IpAddress KERNEL = IpAddress.parse("10.93.0.1");
    private static final IpAddress FOREIGN = IpAddress.parse("10.94.0.9");
    private static final int PORT = 4711;
    private NetNamespace ns;
    private RouteSocket routes;
    private TunDevice device;

    @BeforeEach
    void open() {
        Needs.tun();
        ns = NetNamespace.anonymous();
        routes = ns.call(RouteSocket::new);
        routes.setUp(1, true);
        device = ns.call(() -> TunDevice.open(NAME, 1, false, 1500));
        int index = routes.existingLink(NAME).index();
        routes.setUp(index, true);
        routes.addAddress(index, KERNEL, 24);
        routes.addRoute(FOREIGN, 32, 1);
        sysctl("ipv4/conf/all/rp_filter", "0");
        sysctl("ipv4/conf/" + NAME + "/rp_filter", "0");
    }

    @AfterEach
    void close() {
        if (ns != null) {
            device.close();
            routes.close();
            ns.close();
        }
    }

    private void sysctl(String path, String value) {
        ns.call(() -> Files.writeString(Path.of("/proc/sys/net", path), value));
    }

    private List<String> wrong(Use use) {
        return ns.call(() -> KernelSettings.explain(NAME, use).stream().filter(s -> !s.ok()).map(KernelSetting::name).collect(Collectors.toList()));
    }

    /** The kernel handles what is written to a TUN inside the write: afterwards the datagram is there or never will be. */
    private boolean delivers(IpAddress source) {
        return ns.call(() -> {
            try (DatagramSocket socket = new DatagramSocket(PORT, KERNEL.toInetAddress())) {
                int at = device.queue(0).sink().claim(28);
                datagram(device.queue(0).sink().buffer(), at, source);
                device.queue(0).sink().commit(at, 28, new Offload());
                socket.setSoTimeout(100);
                socket.receive(new DatagramPacket(new byte[10], 10));
                return true;
            } catch (SocketTimeoutException e) {
                return false;
            }
        });
    }

    private static void datagram(MutableDirectBuffer b, int at, IpAddress source) {
        b.setMemory(at, 28, (byte) 0);
        b.putInt(at, 0x4500001c, ByteOrder.BIG_ENDIAN);
        b.putByte(at + 8, (byte) 64);
        b.putByte(at + 9, (byte) In.IPPROTO_UDP);
        b.putBytes(at + 12, source.bytes());
        b.putBytes(at + 16, KERNEL.bytes());
        b.putShort(at + 10, (short) Checksum.finish(Checksum.sum(b, at, 20)), ByteOrder.BIG_ENDIAN);
        b.putShort(at + 20, (short) 1234, ByteOrder.BIG_ENDIAN);
        b.putShort(at + 22, (short) PORT, ByteOrder.BIG_ENDIAN);
        b.putShort(at + 24, (short) 8, ByteOrder.BIG_ENDIAN);
    }

    @Test
    @DisplayName("a strict reverse path filter, for one or for all, is what stops foreign sources")
    void reversePath() {
        String own = "net.ipv4.conf.trib/tun3.rp_filter";
        assertThat(wrong(Use.FOREIGN_SOURCES)).doesNotContain(own);
        assertThat(delivers(FOREIGN)).isTrue();
        sysctl("ipv4/conf/" + NAME + "/rp_filter", "1");
        assertThat(wrong(Use.FOREIGN_SOURCES)).contains(own);
        assertThat(delivers(FOREIGN)).isFalse();
        sysctl("ipv4/conf/" + NAME + "/rp_filter", "2");
        assertThat(wrong(Use.FOREIGN_SOURCES)).doesNotContain(own);
        assertThat(delivers(FOREIGN)).isTrue();
        sysctl("ipv4/conf/all/rp_filter", "1");
        assertThat(wrong(Use.FOREIGN_SOURCES)).doesNotContain(own);
        assertThat(delivers(FOREIGN)).isTrue();
        sysctl("ipv4/conf/" + NAME + "/rp_filter", "0");
        assertThat(wrong(Use.FOREIGN_SOURCES)).contains(own);
        assertThat(delivers(FOREIGN)).isFalse();
        assertThat(wrong(Use.ROUTED)).doesNotContain(own);
    }

    @Test
    @DisplayName("sources of this very host need accept_local")
    void acceptLocal() {
        routes.addAddress(1, FOREIGN, 32);
        String name = "net.ipv4.conf.trib/tun3.accept_local";
        assertThat(wrong(Use.LOCAL_SOURCES)).contains(name);
        assertThat(delivers(FOREIGN)).isFalse();
        sysctl("ipv4/conf/" + NAME + "/accept_local", "1");
        assertThat(wrong(Use.LOCAL_SOURCES)).doesNotContain(name);
        assertThat(delivers(FOREIGN)).isTrue();
        assertThat(wrong(Use.FOREIGN_SOURCES)).doesNotContain(name);
    }

    @Test
    @DisplayName("packets of other hosts need forwarding, programs of this host nothing")
    void forwarding() {
        sysctl("ipv4/ip_forward", "0");
        sysctl("ipv6/conf/all/forwarding", "0");
        assertThat(wrong(Use.LOCAL)).isEmpty();
        assertThat(wrong(Use.ROUTED)).containsExactly("net.ipv4.ip_forward", "net.ipv6.conf.all.forwarding");
        sysctl("ipv4/ip_forward", "1");
        sysctl("ipv6/conf/all/forwarding", "1");
        assertThat(wrong(Use.ROUTED)).isEmpty();
    }

    @Test
    @DisplayName("a line names the setting, its value, the remedy and the reason")
    void line() throws IOException {
        sysctl("ipv4/ip_forward", "0");
        KernelSetting s = ns.call(() -> KernelSettings.explain(NAME, Use.ROUTED)).get(0);
        assertThat(s).hasToString("net.ipv4.ip_forward = 0, should be 1: else the kernel passes no IPv4 packets between trib.tun3 and other interfaces");
        sysctl("ipv4/ip_forward", "1");
        assertThat(ns.call(() -> KernelSettings.explain(NAME, Use.ROUTED)).get(0)).hasToString("net.ipv4.ip_forward = 1: as needed");
        assertThat(ns.call(() -> KernelSettings.explain("tribnone", Use.LOCAL_SOURCES)))
            .anySatisfy(x -> assertThat(x).hasToString("net.ipv4.conf.tribnone.accept_local = absent, should be 1: "
                + "else the kernel drops what comes out of tribnone with a source address of this host itself"));
    }
}
