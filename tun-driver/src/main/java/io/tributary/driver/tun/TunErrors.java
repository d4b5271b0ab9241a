package io.tributary.driver.tun;

import io.tributary.abi.Errno;
import io.tributary.driver.nativeio.NativeException;
import io.tributary.driver.setup.DeviceException;
import io.tributary.driver.setup.Link;
import io.tributary.driver.setup.RouteSocket;
import java.util.Optional;

/** What can keep a TUN from being opened, said so that somebody can act on it. */
final class TunErrors {
    static final String DEVICE = "/dev/net/tun";

    private TunErrors() {
    }

    /**
     * An interface of that name that is there already and can be used: a persistent TUN that nobody has open.
     *
     * @throws DeviceException if it is in use or something else
     */
    static Optional<Link> usable(String name, int queues) {
        Optional<Link> link;
        try (RouteSocket routes = new RouteSocket()) {
            link = routes.link(name);
        }
        link.ifPresent(l -> check(l, queues));
        return link;
    }

    private static void check(Link link, int queues) {
        if (!link.tun()) {
            throw new DeviceException(DeviceException.UNAVAILABLE, "interface " + link.name() + " exists and is not a TUN",
                "choose another name, or delete it: ip link delete " + link.name());
        }
        if (!link.persistent() || link.queues() > 0) {
            throw new DeviceException(DeviceException.UNAVAILABLE, "interface " + link.name() + " is in use by another program",
                "stop that program (a second Tributary?) or choose another name");
        }
        if (queues > 1 && !link.multiQueue()) {
            throw new DeviceException(DeviceException.UNAVAILABLE, "interface " + link.name() + " was made for one queue, not for " + queues,
                "make it anew: ip tuntap add dev " + link.name() + " mode tun multi_queue; or use one worker");
        }
    }

    static DeviceException opening(NativeException e) {
        switch (e.errno()) {
            case Errno.EACCES:
            case Errno.EPERM:
                return new DeviceException(DeviceException.PERMISSION, DEVICE + " may not be opened: needs CAP_DAC_OVERRIDE or a more generous mode",
                    "run as root, or: chmod 0666 " + DEVICE + " (what the device may do is guarded by CAP_NET_ADMIN)", e);
            case Errno.ENOENT:
            case Errno.ENODEV:
            case Errno.ENXIO:
                return new DeviceException(DeviceException.UNAVAILABLE, "there is no " + DEVICE,
                    "load the driver: modprobe tun; in a container, pass the device in: --device " + DEVICE, e);
            default:
                return new DeviceException(DeviceException.UNAVAILABLE, e.getMessage(), "see dmesg; " + DEVICE + " should be character device 10:200", e);
        }
    }

    static DeviceException attaching(String name, NativeException e) {
        switch (e.errno()) {
            case Errno.EPERM:
            case Errno.EACCES:
                return new DeviceException(DeviceException.PERMISSION, "interface " + name + " cannot be made: needs CAP_NET_ADMIN",
                    "run as root or grant it (systemd: AmbientCapabilities=CAP_NET_ADMIN; a container: --cap-add NET_ADMIN)", e);
            case Errno.EBUSY:
            case Errno.EEXIST:
                return new DeviceException(DeviceException.UNAVAILABLE, "interface " + name + " is in use by another program",
                    "stop that program (a second Tributary?) or choose another name", e);
            default:
                return new DeviceException(DeviceException.UNAVAILABLE, "interface " + name + " cannot be opened: " + e.getMessage(),
                    "look at it with: ip -d link show " + name, e);
        }
    }
}
