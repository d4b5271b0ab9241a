package io.tributary.driver.tun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.abi.Errno;
import io.tributary.abi.Fcntl;
import io.tributary.abi.IfTun;
import io.tributary.device.DeviceCapabilities;
import io.tributary.driver.Needs;
import io.tributary.driver.Privileges;
import io.tributary.driver.nativeio.Native;
import io.tributary.driver.nativeio.NativeException;
import io.tributary.driver.nativeio.NetNamespace;
import io.tributary.driver.setup.DeviceException;
import io.tributary.driver.setup.RouteSocket;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class TunDeviceTest {
    private static final String NAME = "tribtun1";
    private NetNamespace ns;
    private RouteSocket routes;

    @BeforeEach
    void open() {
        Needs.tun();
        ns = NetNamespace.anonymous();
        routes = ns.call(RouteSocket::new);
    }

    @AfterEach
    void close() {
        if (ns != null) {
            routes.close();
            ns.close();
        }
    }

    private TunDevice tun(String name, int queues, boolean offload) {
        return ns.call(() -> TunDevice.open(name, queues, offload, 1400));
    }

    private static void refuses(int exitCode, String cause, String advice, ThrowingCallable task) {
        assertThatThrownBy(task).isInstanceOfSatisfying(DeviceException.class, e -> {
            assertThat(e.exitCode()).as(e.getMessage()).isEqualTo(exitCode);
            assertThat(e.getMessage()).contains(cause).doesNotContain("\n");
            assertThat(e.advice()).contains(advice).doesNotContain("\n");
        });
    }

    @Test
    @DisplayName("it comes with offload, is there while open, and takes itself away")
    void lifeCycle() {
        try (TunDevice device = tun(NAME, 1, true)) {
            assertThat(device.name()).isEqualTo(NAME);
            assertThat(device.hasOffload()).isTrue();
            assertThat(device.queue(0).capabilities()).isEqualTo(new DeviceCapabilities(1400, true, true, true, 65_535));
            assertThat(routes.existingLink(NAME)).satisfies(l -> {
                assertThat(l.tun()).isTrue();
                assertThat(l.persistent()).isFalse();
                assertThat(l.multiQueue()).isFalse();
                assertThat(l.up()).isFalse();
            });
        }
        assertThat(routes.link(NAME)).isEmpty();
    }

    @Test
    @DisplayName("without offload, asked for or refused by the kernel, it still works")
    void plain() {
        try (TunDevice device = tun(NAME, 1, false)) {
            assertThat(device.hasOffload()).isFalse();
            assertThat(device.queue(0).capabilities()).isEqualTo(DeviceCapabilities.plain(1400));
        }
        FaultyLibC faulty = new FaultyLibC("ioctl", Errno.EINVAL, args -> (Long) args[1] == IfTun.TUNSETOFFLOAD && (Long) args[2] != 0);
        faulty.failing = true;
        try (TunDevice device = ns.call(() -> TunDevice.open(faulty.libc(), NAME, 2, true, 1400))) {
            assertThat(device.hasOffload()).isFalse();
            assertThat(device.queueCount()).isEqualTo(2);
            assertThat(device.queue(1).capabilities()).isEqualTo(DeviceCapabilities.plain(1400));
            assertThat(routes.existingLink(NAME).queues()).isEqualTo(2);
        }
    }

    @Test
    @DisplayName("an interface in use, by one queue or several, is left alone")
    void inUse() {
        for (int queues = 1; queues <= 2; queues++) {
            int n = queues;
            try (TunDevice device = tun(NAME, n, true)) {
                refuses(69, NAME + " is in use by another program", "choose another name", () -> tun(NAME, n, true));
                assertThat(routes.existingLink(NAME).queues()).isEqualTo(n == 1 ? 0 : device.queueCount());
            }
        }
    }

    @Test
    @DisplayName("an interface that is no TUN is left alone")
    void notATun() {
        refuses(69, "lo exists and is not a TUN", "choose another name", () -> tun("lo", 1, true));
    }

    @Test
    @DisplayName("impossible names are a matter of configuration")
    void names() {
        for (String bad : new String[] {"", "a b", "a/b", "trib%d", "..", "sixteen-letters-"}) {
            refuses(78, "cannot be an interface name", "characters", () -> tun(bad, 1, true));
        }
        assertThatThrownBy(() -> tun(NAME, 0, true)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @DisplayName("without CAP_NET_ADMIN it says so")
    void permission() {
        refuses(77, "needs CAP_NET_ADMIN", "run as root", () -> ns.call(() -> {
            Privileges.drop(Privileges.CAP_NET_ADMIN);
            return TunDevice.open(NAME, 1, true, 1400);
        }));
        assertThat(routes.link(NAME)).isEmpty();
    }

    @Test
    @DisplayName("a persistent TUN is used if it is free and made for as many queues, and stays")
    void persistent() {
        try (TunDevice device = tun(NAME, 1, false)) {
            Native.check(Native.LIBC.ioctl(device.queue(0).fd(), IfTun.TUNSETPERSIST, 1), "TUNSETPERSIST");
            refuses(69, "in use by another program", "", () -> tun(NAME, 1, true));
        }
        assertThat(routes.existingLink(NAME)).satisfies(l -> {
            assertThat(l.persistent()).isTrue();
            assertThat(l.queues()).isZero();
        });
        refuses(69, "made for one queue, not for 2", "multi_queue", () -> tun(NAME, 2, true));
        try (TunDevice device = tun(NAME, 1, true)) {
            assertThat(device.hasOffload()).isTrue();
        }
        assertThat(routes.link(NAME)).isPresent();
    }

    @Test
    @DisplayName("a persistent TUN for several queues is used by one queue too")
    void persistentMultiQueue() {
        try (TunDevice device = tun(NAME, 2, true)) {
            Native.check(Native.LIBC.ioctl(device.queue(0).fd(), IfTun.TUNSETPERSIST, 1), "TUNSETPERSIST");
        }
        try (TunDevice device = tun(NAME, 1, true)) {
            assertThat(device.queueCount()).isEqualTo(1);
            assertThat(routes.existingLink(NAME).queues()).isEqualTo(1);
        }
    }

    @Test
    @DisplayName("a missing or forbidden device node is told apart")
    void deviceNode() {
        refuses(69, "there is no /dev/net/tun", "modprobe tun", () -> {
            throw TunErrors.opening(new NativeException("open", Errno.ENOENT));
        });
        refuses(69, "there is no /dev/net/tun", "modprobe tun", () -> {
            throw TunErrors.opening(new NativeException("open", Errno.ENODEV));
        });
        refuses(77, "CAP_DAC_OVERRIDE", "chmod", () -> {
            throw TunErrors.opening(new NativeException("open", Errno.EACCES));
        });
        refuses(69, "EMFILE", "dmesg", () -> {
            throw TunErrors.opening(new NativeException("open", Errno.EMFILE));
        });
        refuses(69, "is in use", "stop that program", () -> {
            throw TunErrors.attaching(NAME, new NativeException("TUNSETIFF", Errno.EBUSY));
        });
        refuses(69, "EINVAL", "ip -d link", () -> {
            throw TunErrors.attaching(NAME, new NativeException("TUNSETIFF", Errno.EINVAL));
        });
    }

    @Test
    @DisplayName("a failure at the second queue leaves no descriptor and no interface behind")
    void noLeak() {
        int[] opened = new int[1];
        FaultyLibC faulty = new FaultyLibC("ioctl", Errno.EBUSY, args -> (Long) args[1] == IfTun.TUNSETIFF && ++opened[0] == 2);
        faulty.failing = true;
        int before = lowestFreeDescriptor();
        refuses(69, "is in use", "", () -> ns.call(() -> TunDevice.open(faulty.libc(), NAME, 3, true, 1400)));
        assertThat(lowestFreeDescriptor()).isEqualTo(before);
        assertThat(routes.link(NAME)).isEmpty();
    }

    private static int lowestFreeDescriptor() {
        int fd = Native.open("/dev/null", Fcntl.O_RDONLY);
        Native.LIBC.close(fd);
        return fd;
    }
}
