package io.tributary.script.packet;

import io.tributary.script.syntax.PacketLine;
import io.tributary.script.syntax.Position;
import io.tributary.script.syntax.ScriptException;
import io.tributary.wire.IpAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The addresses of both ends. {@code caddr0} and {@code saddr0} are the first of client and server, {@code caddr1} and so on
 * follow on the next host numbers; which side is the stack's shows when it listens or connects.
 */
public final class Addresses {
    /** Addresses that each side owns. */
    public static final int COUNT = 4;

    private final List<IpAddress> local = new ArrayList<>();
    private final List<IpAddress> remote = new ArrayList<>();
    private final Map<String, IpAddress> named = new HashMap<>();
    private boolean client;

    public Addresses(IpAddress firstLocal, IpAddress firstRemote) {
        for (int i = 0; i < COUNT; i++) {
            local.add(new IpAddress(firstLocal.hi(), firstLocal.lo() + i));
            remote.add(new IpAddress(firstRemote.hi(), firstRemote.lo() + i));
        }
    }

    /** The stack is the one that connects. */
    public void localIsClient() {
        client = true;
    }

    public IpAddress firstLocal() {
        return local.get(0);
    }

    public IpAddress firstRemote() {
        return remote.get(0);
    }

    /** All of the stack's, of the other version too. */
    public IpAddress[] allLocal() {
        List<IpAddress> all = new ArrayList<>(local);
        IpAddress other = IpAddress.parse(local.get(0).isV4() ? "fd3d:fa7b:d17d::1" : "192.168.0.1");
        for (int i = 0; i < COUNT; i++) {
            all.add(new IpAddress(other.hi(), other.lo() + i));
        }
        return all.toArray(IpAddress[]::new);
    }

    private boolean isLocal(IpAddress a) {
        return List.of(allLocal()).contains(a);
    }

    /** The address that one end of a packet names; null if it names none. */
    IpAddress of(PacketLine.End e, Position p) throws ScriptException {
        return e == null || e.name() == null ? null : resolve(e.name(), e.literal(), p);
    }

    /** Whether the only end that a packet names is the stack's. */
    boolean isLocal(PacketLine.End e, Position p) throws ScriptException {
        return e.name() != null && isLocal(of(e, p));
    }

    /** The address of that name; {@code literal} gives it one. */
    public IpAddress resolve(String name, String literal, Position p) throws ScriptException {
        if (literal != null) {
            try {
                named.put(name, IpAddress.parse(literal));
            } catch (IllegalArgumentException e) {
                throw ScriptException.failed(p, "'" + literal + "' is no address");
            }
        }
        IpAddress known = named.get(name);
        if (known != null) {
            return known;
        }
        if (name.matches("[cs]addr[0-" + (COUNT - 1) + "]")) {
            boolean ours = name.charAt(0) == (client ? 'c' : 's');
            return (ours ? local : remote).get(name.charAt(5) - '0');
        }
        throw ScriptException.failed(p, "no address is called " + name);
    }
}
