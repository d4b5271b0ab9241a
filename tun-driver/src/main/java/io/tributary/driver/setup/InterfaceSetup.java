package io.tributary.driver.setup;

import io.tributary.abi.Errno;
import io.tributary.driver.nativeio.NativeException;
import io.tributary.wire.IpAddress;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Optional;

/**
 * Makes an interface of ours usable: up, with its MTU, and a host route into it for each address that our stack owns. Nothing else is
 * touched: no address of the kernel's, no other interface, no sysctl ({@link KernelSettings} says what those would have to be).
 *
 * <p>Everything it does hangs on the interface, so a TUN that is not persistent takes it along when its last descriptor closes, after
 * SIGTERM and SIGKILL too. {@link #close} undoes it for interfaces that stay.
 */
public final class InterfaceSetup implements AutoCloseable {
    /**
     * The kernel's 500 are gone in a burst of new connections while the JVM is still cold, and a SYN that is lost takes its Convert
     * request with it: Linux repeats it without. On a persistent interface the length is its owner's business.
     */
    private static final int QUEUE_PACKETS = 8192;

    /** What IPv6 asks of every link. */
    private static final int IPV6_MIN_MTU = 1280;
    private static final int MIN_MTU = 68;
    private static final int MAX_MTU = 65_535;

    private final RouteSocket routes;
    private final Link before;
    private final Deque<IpAddress> installed = new ArrayDeque<>();
    private boolean closed;

    private InterfaceSetup(RouteSocket routes, Link before) {
        this.routes = routes;
        this.before = before;
    }

    /**
     * Works in the network namespace of the calling thread; {@link #close} may be called by any.
     *
     * @param mtu       bytes
     * @param addresses that our stack owns there
     * @throws DeviceException if a right is missing, an address is the kernel's own, or a route to just this address leads elsewhere
     */
    public static InterfaceSetup apply(String interfaceName, int mtu, Collection<IpAddress> addresses) {
        boolean v6 = addresses.stream().anyMatch(a -> !a.isV4());
        if (mtu < (v6 ? IPV6_MIN_MTU : MIN_MTU) || mtu > MAX_MTU) {
            throw new DeviceException(DeviceException.CONFIGURATION, "interface " + interfaceName + " cannot have MTU " + mtu,
                "choose " + (v6 ? IPV6_MIN_MTU + " (what IPv6 asks for)" : MIN_MTU) + " to " + MAX_MTU);
        }
        RouteSocket routes = new RouteSocket();
        InterfaceSetup setup = null;
        try {
            Link link = routes.link(interfaceName).orElseThrow(() -> new DeviceException(DeviceException.UNAVAILABLE,
                "there is no interface " + interfaceName, "see: ip link"));
            setup = new InterfaceSetup(routes, link);
            setup.bringUp(mtu);
            for (IpAddress address : addresses) {
                setup.route(address);
            }
            return setup;
        } catch (RuntimeException e) {
            if (setup != null) {
                setup.close();
            } else {
                routes.close();
            }
            throw e;
        }
    }

    private void bringUp(int mtu) {
        try {
            if (before.mtu() != mtu) {
                routes.setMtu(before.index(), mtu);
            }
            if (!before.persistent()) {
                routes.setQueueLength(before.index(), QUEUE_PACKETS);
            }
            if (!before.up()) {
                routes.setUp(before.index(), true);
            }
        } catch (NativeException e) {
            throw translate(e, "interface " + before.name() + " cannot be set up");
        }
    }

    private void route(IpAddress address) {
        Optional<Route> now = routes.lookUp(address);
        if (now.isPresent() && now.get().local()) {
            throw new DeviceException(DeviceException.UNAVAILABLE, address + " is an address of this host itself, packets to it never reach "
                + before.name(), "choose an address that `ip address` does not show");
        }
        int bits = bits(address);
        if (now.isPresent() && now.get().prefixLength() == bits && now.get().interfaceIndex() == before.index()) {
            // Somebody's own, or left over on a persistent interface: as wanted, and not ours to remove.
            return;
        }
        try {
            routes.addRoute(address, bits, before.index());
            installed.push(address);
        } catch (NativeException e) {
            if (e.errno() == Errno.EEXIST) {
                throw new DeviceException(DeviceException.UNAVAILABLE, "a route to just " + address + " leads elsewhere already",
                    "remove it: ip route delete " + address + "/" + bits + "; see: ip route get " + address, e);
            }
            throw translate(e, "no route to " + address + " can be made");
        }
    }

    private DeviceException translate(NativeException e, String what) {
        if (e.errno() == Errno.EPERM) {
            return new DeviceException(DeviceException.PERMISSION, what + ": needs CAP_NET_ADMIN",
                "run as root or grant it (systemd: AmbientCapabilities=CAP_NET_ADMIN; a container: --cap-add NET_ADMIN)", e);
        }
        return new DeviceException(DeviceException.UNAVAILABLE, what + ": " + e.getMessage(), e.errno() == Errno.EACCES
            ? "switch IPv6 on: sysctl -w net.ipv6.conf." + before.name().replace('.', '/') + ".disable_ipv6=0; or configure IPv4 addresses only"
            : "look at it with: ip -d link show " + before.name(), e);
    }

    private static int bits(IpAddress address) {
        return address.isV4() ? 32 : 128;
    }

    /** Removes what was installed and puts the interface back as it was, as far as it is still there. Never fails. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        while (!installed.isEmpty()) {
            IpAddress address = installed.pop();
            attempt(() -> routes.deleteRoute(address, bits(address), before.index()));
        }
        attempt(() -> {
            Optional<Link> now = routes.link(before.name()).filter(l -> l.index() == before.index());
            if (now.isPresent() && now.get().mtu() != before.mtu()) {
                routes.setMtu(before.index(), before.mtu());
            }
            if (now.isPresent() && now.get().up() && !before.up()) {
                routes.setUp(before.index(), false);
            }
        });
        routes.close();
    }

    private static void attempt(Runnable step) {
        try {
            step.run();
        } catch (NativeException e) {
            // The interface went away with all that hung on it, or the right to change it did: either way nothing is left to do.
            return;
        }
    }
}
