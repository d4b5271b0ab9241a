package io.tributary.script.host;

import io.tributary.mptcp.path.Endpoint;
import io.tributary.mptcp.path.Endpoints;
import io.tributary.mptcp.path.PathSettings;
import io.tributary.wire.IpAddress;
import java.util.List;

/** Local addresses for further subflows and limits for them, as {@code ip mptcp} sets them: before the stack runs, and while it does. */
public final class MptcpEndpoints {
    private final StackSettings settings;
    private final IpAddress[] owned;
    private Endpoints endpoints;
    private World world;

    /** @param owned the stack's addresses */
    public MptcpEndpoints(StackSettings settings, IpAddress... owned) {
        this.settings = settings;
        this.owned = owned.clone();
        this.endpoints = new Endpoints(settings.mptcp().paths(), c -> { });
    }

    /** Changes reach connections from now on. */
    public void startWith(World running) {
        world = running;
        endpoints = running.shard().endpoints();
    }

    public void announceSecond() {
        endpoints.add(Endpoint.signal(World.ZONE, owned[1], endpoints.unusedId()));
        changed();
    }

    /** @param subflows and @param accepted -1: as it is. @return false if they are out of range */
    public boolean limits(int subflows, int accepted) {
        try {
            endpoints.limits(subflows < 0 ? endpoints.subflows() : subflows, accepted < 0 ? endpoints.addAddrAccepted() : accepted);
            changed();
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** @return false if the words make no sense, or name no address of ours */
    public boolean command(String verb, List<String> words) {
        try {
            switch (verb) {
                case "add" -> add(words);
                case "change" -> change(words);
                case "flush" -> endpoints.flush();
                default -> delete(words);
            }
            changed();
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private void add(List<String> words) {
        IpAddress address = owned(words.get(0));
        endpoints.add(new Endpoint(World.ZONE, address, number(words, "id", endpoints.unusedId()), number(words, "port", 0),
            words.contains("subflow"), words.contains("signal"), words.contains("backup"), words.contains("fullmesh")));
    }

    private void delete(List<String> words) {
        int id = number(words, "id", 0);
        if (id == 0) {
            endpoints.deleteFirst(World.ZONE, owned(words.get(words.size() - 1)));
        } else {
            endpoints.delete(id);
        }
    }

    private void change(List<String> words) {
        Endpoint e = words.contains("id") ? endpoints.byId(number(words, "id", 0)) : byAddress(owned(words.get(0)));
        if (e == null) {
            throw new IllegalArgumentException("no such endpoint");
        }
        endpoints.change(e.id(), words.contains("backup") || e.backup() && !words.contains("nobackup"),
            words.contains("fullmesh") || e.fullmesh() && !words.contains("nofullmesh"));
    }

    private Endpoint byAddress(IpAddress a) {
        return endpoints.byAddress(World.ZONE, a.hi(), a.lo());
    }

    private IpAddress owned(String text) {
        IpAddress address = IpAddress.parse(text);
        if (!List.of(owned).contains(address)) {
            throw new IllegalArgumentException("no address of ours");
        }
        return address;
    }

    /** What the settings say is what the stack will start with; a running one acts at once. */
    private void changed() {
        if (world == null) {
            PathSettings p = settings.mptcp().paths();
            settings.mptcp(settings.mptcp().with(p.withEndpoints(endpoints.all()).withLimits(endpoints.subflows(), endpoints.addAddrAccepted())));
        } else {
            world.settle();
        }
    }

    private static int number(List<String> words, String name, int usual) {
        int at = words.indexOf(name);
        return at < 0 || at + 1 == words.size() ? usual : Integer.parseInt(words.get(at + 1));
    }
}
