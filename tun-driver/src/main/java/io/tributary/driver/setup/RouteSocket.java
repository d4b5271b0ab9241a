package io.tributary.driver.setup;

import io.tributary.abi.Errno;
import io.tributary.abi.If;
import io.tributary.abi.IfAddr;
import io.tributary.abi.IfLink;
import io.tributary.abi.IfTun;
import io.tributary.abi.Netlink;
import io.tributary.abi.Rtnetlink;
import io.tributary.abi.Socket;
import io.tributary.driver.nativeio.NativeException;
import io.tributary.wire.IpAddress;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Links, addresses and routes of one network namespace, that of the thread that makes this object, by rtnetlink: no program has to be
 * installed for it, and an error says what it is. Failures are {@link NativeException}s; changes need CAP_NET_ADMIN.
 */
public final class RouteSocket implements AutoCloseable {
    private final NetlinkSocket netlink = new NetlinkSocket();

    /** The interface of that name, if there is one. */
    public Optional<Link> link(String name) {
        NetlinkMessage m = new NetlinkMessage(Rtnetlink.RTM_GETLINK, 0);
        m.fixed(Rtnetlink.IFINFOMSG_SIZE);
        return link(m.attribute(IfLink.IFLA_IFNAME, name));
    }

    private Optional<Link> link(NetlinkMessage m) {
        Link[] found = new Link[1];
        try {
            netlink.request(m, "look up interface", (type, b, from, to) -> {
                if (type == Rtnetlink.RTM_NEWLINK) {
                    found[0] = link(b, from, to);
                }
            });
        } catch (NativeException e) {
            if (e.errno() != Errno.ENODEV) {
                throw e;
            }
        }
        return Optional.ofNullable(found[0]);
    }

    private static Link link(DirectBuffer b, int from, int to) {
        NetlinkAttributes a = new NetlinkAttributes(b, from + Rtnetlink.IFINFOMSG_SIZE, to);
        NetlinkAttributes info = a.nested(IfLink.IFLA_LINKINFO);
        NetlinkAttributes tun = info.nested(IfLink.IFLA_INFO_DATA);
        String kind = info.text(IfLink.IFLA_INFO_KIND);
        boolean isTun = kind.equals("tun");
        return new Link(a.text(IfLink.IFLA_IFNAME), b.getInt(from + Rtnetlink.IFI_INDEX), a.integer(IfLink.IFLA_MTU, 0),
            (b.getInt(from + Rtnetlink.IFI_FLAGS) & If.IFF_UP) != 0, kind,
            isTun && tun.octet(IfLink.IFLA_TUN_TYPE, 0) == IfTun.IFF_TUN, isTun && tun.octet(IfLink.IFLA_TUN_PERSIST, 0) != 0,
            isTun && tun.octet(IfLink.IFLA_TUN_MULTI_QUEUE, 0) != 0,
            isTun ? tun.integer(IfLink.IFLA_TUN_NUM_QUEUES, 0) : 0);
    }

    /** @throws NativeException ENODEV if there is none of that name */
    public Link existingLink(String name) {
        return link(name).orElseThrow(() -> new NativeException("interface " + name, Errno.ENODEV));
    }

    /** Brings an interface up or down. */
    public void setUp(int index, boolean up) {
        NetlinkMessage m = new NetlinkMessage(Rtnetlink.RTM_NEWLINK, 0);
        int at = linkHeader(m, index);
        m.buffer().putInt(at + Rtnetlink.IFI_FLAGS, up ? If.IFF_UP : 0);
        m.buffer().putInt(at + Rtnetlink.IFI_CHANGE, If.IFF_UP);
        netlink.request(m, "set interface " + index + (up ? " up" : " down"));
    }

    /** @param mtu bytes */
    public void setMtu(int index, int mtu) {
        NetlinkMessage m = new NetlinkMessage(Rtnetlink.RTM_NEWLINK, 0);
        linkHeader(m, index);
        m.attribute(IfLink.IFLA_MTU, mtu);
        netlink.request(m, "set MTU " + mtu + " of interface " + index);
    }

    /** @param packets that the kernel keeps for a reader that is busy; what comes beyond is dropped */
    public void setQueueLength(int index, int packets) {
        NetlinkMessage m = new NetlinkMessage(Rtnetlink.RTM_NEWLINK, 0);
        linkHeader(m, index);
        m.attribute(IfLink.IFLA_TXQLEN, packets);
        netlink.request(m, "set queue length " + packets + " of interface " + index);
    }

    public void deleteLink(int index) {
        NetlinkMessage m = new NetlinkMessage(Rtnetlink.RTM_DELLINK, 0);
        linkHeader(m, index);
        netlink.request(m, "delete interface " + index);
    }

    private static int linkHeader(NetlinkMessage m, int index) {
        int at = m.fixed(Rtnetlink.IFINFOMSG_SIZE);
        m.buffer().putInt(at + Rtnetlink.IFI_INDEX, index);
        return at;
    }

    /**
     * Gives the kernel itself an address; usable at once if the link is up, without asking there whether somebody else has it.
     */
    public void addAddress(int index, IpAddress address, int prefixLength) {
        NetlinkMessage m = new NetlinkMessage(Rtnetlink.RTM_NEWADDR, Netlink.NLM_F_CREATE | Netlink.NLM_F_EXCL);
        int at = m.fixed(IfAddr.IFADDRMSG_SIZE);
        UnsafeBuffer b = m.buffer();
        b.putByte(at + IfAddr.IFA_FAMILY, (byte) family(address));
        b.putByte(at + IfAddr.IFA_PREFIXLEN, (byte) prefixLength);
        b.putByte(at + IfAddr.IFA_FLAGS_AT, (byte) (address.isV4() ? 0 : IfAddr.IFA_F_NODAD));
        b.putInt(at + IfAddr.IFA_INDEX, index);
        m.attribute(IfAddr.IFA_LOCAL, address.bytes()).attribute(IfAddr.IFA_ADDRESS, address.bytes());
        netlink.request(m, "add address " + address + "/" + prefixLength);
        if (!address.isV4()) {
            awaitLocal(index, address);
        }
    }

    /** The kernel makes an IPv6 address a destination of its own only a moment later; until then, packets to it are dropped. */
    private void awaitLocal(int index, IpAddress address) {
        NetlinkMessage m = new NetlinkMessage(Rtnetlink.RTM_GETLINK, 0);
        linkHeader(m, index);
        boolean up = link(m).map(Link::up).orElse(false);
        for (int i = 0; up && i < 10_000 && !lookUp(address).map(Route::local).orElse(false); i++) {
            LockSupport.parkNanos(100_000);
        }
    }

    /** Sends a prefix into an interface. @throws NativeException EEXIST if there is a route for just this prefix */
    public void addRoute(IpAddress prefix, int prefixLength, int index) {
        netlink.request(route(Rtnetlink.RTM_NEWROUTE, Netlink.NLM_F_CREATE | Netlink.NLM_F_EXCL, prefix, prefixLength, index)
            .attribute(Rtnetlink.RTA_OIF, index), "add route " + prefix + "/" + prefixLength);
    }

    /** Sends a prefix to a router. @throws NativeException EEXIST if there is a route for just this prefix */
    public void addRouteVia(IpAddress prefix, int prefixLength, IpAddress router) {
        netlink.request(route(Rtnetlink.RTM_NEWROUTE, Netlink.NLM_F_CREATE | Netlink.NLM_F_EXCL, prefix, prefixLength, 0)
            .attribute(Rtnetlink.RTA_GATEWAY, router.bytes()), "add route " + prefix + "/" + prefixLength + " via " + router);
    }

    /** @throws NativeException ESRCH if there is none */
    public void deleteRoute(IpAddress prefix, int prefixLength, int index) {
        netlink.request(route(Rtnetlink.RTM_DELROUTE, 0, prefix, prefixLength, index)
            .attribute(Rtnetlink.RTA_OIF, index), "delete route " + prefix + "/" + prefixLength);
    }

    private static NetlinkMessage route(int type, int flags, IpAddress prefix, int prefixLength, int index) {
        NetlinkMessage m = new NetlinkMessage(type, flags);
        int at = m.fixed(Rtnetlink.RTMSG_SIZE);
        UnsafeBuffer b = m.buffer();
        b.putByte(at + Rtnetlink.RTM_FAMILY, (byte) family(prefix));
        b.putByte(at + Rtnetlink.RTM_DST_LEN, (byte) prefixLength);
        b.putByte(at + Rtnetlink.RTM_TABLE, (byte) Rtnetlink.RT_TABLE_MAIN);
        b.putByte(at + Rtnetlink.RTM_PROTOCOL, (byte) Rtnetlink.RTPROT_STATIC);
        b.putByte(at + Rtnetlink.RTM_SCOPE, (byte) (prefix.isV4() && index != 0 ? Rtnetlink.RT_SCOPE_LINK : Rtnetlink.RT_SCOPE_UNIVERSE));
        b.putByte(at + Rtnetlink.RTM_TYPE, (byte) Rtnetlink.RTN_UNICAST);
        return prefixLength == 0 ? m : m.attribute(Rtnetlink.RTA_DST, prefix.bytes());
    }

    /** What the kernel does with packets to that address; empty if it has no route. */
    public Optional<Route> lookUp(IpAddress address) {
        NetlinkMessage m = new NetlinkMessage(Rtnetlink.RTM_GETROUTE, 0);
        int at = m.fixed(Rtnetlink.RTMSG_SIZE);
        m.buffer().putByte(at + Rtnetlink.RTM_FAMILY, (byte) family(address));
        m.buffer().putByte(at + Rtnetlink.RTM_DST_LEN, (byte) (address.isV4() ? 32 : 128));
        m.buffer().putInt(at + Rtnetlink.RTM_FLAGS, Rtnetlink.RTM_F_FIB_MATCH);
        m.attribute(Rtnetlink.RTA_DST, address.bytes());
        Route[] found = new Route[1];
        try {
            netlink.request(m, "look up route to " + address, (type, b, from, to) -> found[0] = new Route(
                b.getByte(from + Rtnetlink.RTM_TYPE) == Rtnetlink.RTN_LOCAL, b.getByte(from + Rtnetlink.RTM_DST_LEN) & 0xff,
                new NetlinkAttributes(b, from + Rtnetlink.RTMSG_SIZE, to).integer(Rtnetlink.RTA_OIF, 0)));
        } catch (NativeException e) {
            if (e.errno() != Errno.ENETUNREACH && e.errno() != Errno.EHOSTUNREACH) {
                throw e;
            }
        }
        return Optional.ofNullable(found[0]);
    }

    private static int family(IpAddress a) {
        return a.isV4() ? Socket.AF_INET : Socket.AF_INET6;
    }

    @Override
    public void close() {
        netlink.close();
    }
}
