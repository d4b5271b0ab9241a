package io.tributary.script.packet;

import io.tributary.script.syntax.PacketLine;
import io.tributary.script.syntax.PacketLine.End;
import io.tributary.script.syntax.Position;
import io.tributary.script.syntax.ScriptException;
import io.tributary.script.syntax.TcpLine;
import io.tributary.wire.IpAddress;
import io.tributary.wire.TcpFlags;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The flows of a run, and which one the script means: the current one unless it names another. */
public final class Flows {
    private static final int FIRST_REMOTE_PORT = 50_000;

    private final Addresses addresses;
    private final int listenPort;
    private final int connectPort;
    private final List<Flow> flows = new ArrayList<>();
    private Flow current;
    private int nextPort = FIRST_REMOTE_PORT;

    /** @param listenPort where the stack's listeners are; {@code connectPort}: where the script's peer listens */
    public Flows(Addresses addresses, int listenPort, int connectPort) {
        this.addresses = addresses;
        this.listenPort = listenPort;
        this.connectPort = connectPort;
    }

    public Flow current() {
        return current;
    }

    public void makeCurrent(Flow f) {
        current = f;
    }

    public int connectPort() {
        return connectPort;
    }

    public int listenPort() {
        return listenPort;
    }

    /** The flow of a connection of the stack; null if no packet of it was seen. */
    public Flow find(IpAddress local, int localPort, IpAddress remote, int remotePort) {
        for (int i = flows.size() - 1; i >= 0; i--) {
            if (flows.get(i).is(local, localPort, remote, remotePort)) {
                return flows.get(i);
            }
        }
        return null;
    }

    /**
     * The flow of a packet that the script's peer sends.
     *
     * @param gone the stack has nothing left of that flow
     */
    public Flow ofInbound(PacketLine p, Predicate<Flow> gone, Position position) throws ScriptException {
        boolean syn = p.body() instanceof TcpLine t && (t.flags() & (TcpFlags.SYN | TcpFlags.ACK | TcpFlags.RST)) == TcpFlags.SYN;
        End[] ends = ends(p.to(), p.from(), position);
        IpAddress local = addresses.of(ends[0], position);
        IpAddress remote = addresses.of(ends[1], position);
        int localPort = ends[0] == null ? -1 : ends[0].port();
        int remotePort = ends[1] == null ? -1 : ends[1].port();
        boolean named = remote != null || local != null || remotePort >= 0 || localPort >= 0;
        Flow f = named ? matching(local, localPort, remote, remotePort) : current;
        if (f == null || syn && !named && gone.test(f)) {
            f = open(local, localPort < 0 ? listenPort : localPort, remote, remotePort < 0 ? nextPort++ : remotePort);
        }
        current = f;
        return f;
    }

    /** Ours and the other one's. A packet that names a single address may mean either. */
    private End[] ends(End ours, End theirs, Position p) throws ScriptException {
        End only = ours == null ? theirs : theirs == null ? ours : null;
        if (only == null) {
            return new End[] {ours, theirs};
        }
        return addresses.isLocal(only, p) ? new End[] {only, null} : new End[] {null, only};
    }

    private Flow matching(IpAddress local, int localPort, IpAddress remote, int remotePort) {
        for (int i = flows.size() - 1; i >= 0; i--) {
            Flow f = flows.get(i);
            if ((local == null || local.equals(f.local())) && (remote == null || remote.equals(f.remote()))
                && (localPort < 0 || localPort == f.localPort()) && (remotePort < 0 || remotePort == f.remotePort())) {
                return f;
            }
        }
        return null;
    }

    private Flow open(IpAddress local, int localPort, IpAddress remote, int remotePort) {
        IpAddress ours = local != null ? local : addresses.firstLocal();
        Flow f = new Flow(ours, localPort, remote != null ? remote : addresses.firstRemote(), remotePort);
        flows.add(f);
        return f;
    }

    /** The flow of a packet that the stack sent; a SYN of the stack opens one. Null if it belongs to none. */
    public Flow ofOutbound(Captured packet) {
        IpAddress local = packet.local();
        IpAddress remote = packet.remote();
        int localPort = packet.tcp().remotePort;
        int remotePort = packet.tcp().localPort;
        Flow f = find(local, localPort, remote, remotePort);
        if (f == null && packet.tcp().has(TcpFlags.SYN)) {
            f = open(local, localPort, remote, remotePort);
        }
        if (f != null && packet.tcp().has(TcpFlags.SYN)) {
            f.onLocalSyn(packet.tcp().seqNo);
        }
        return f;
    }

    /** What is wrong with the flow of a packet that the script expects; null if it is the right one, which is current then. */
    public String checkOutbound(PacketLine p, Flow f, boolean syn, Position position) throws ScriptException {
        End[] ends = ends(p.from(), p.to(), position);
        IpAddress local = addresses.of(ends[0], position);
        IpAddress remote = addresses.of(ends[1], position);
        boolean named = ends[0] != null || ends[1] != null;
        if (local != null && !local.equals(f.local()) || remote != null && !remote.equals(f.remote())
            || ends[0] != null && ends[0].port() >= 0 && ends[0].port() != f.localPort()
            || ends[1] != null && ends[1].port() >= 0 && ends[1].port() != f.remotePort()
            || !named && !syn && current != null && f != current) {
            return "it belongs to " + f.local().withPort(f.localPort()) + " > " + f.remote().withPort(f.remotePort())
                + (named || current == null ? "" : " and not to the current flow to port " + current.remotePort());
        }
        current = f;
        return null;
    }
}
