package io.tributary.script.host;

import io.tributary.mptcp.path.Endpoint;
import io.tributary.wire.IpAddress;
import java.util.ArrayList;
import java.util.List;

/** Local addresses for further subflows, as {@code ip mptcp endpoint add} names them. */
public final class MptcpEndpoints {
    private static final int MOST = 8;

    private final StackSettings settings;
    private final IpAddress[] owned;
    private final List<Endpoint> endpoints = new ArrayList<>();

    /** @param owned the stack's addresses */
    public MptcpEndpoints(StackSettings settings, IpAddress... owned) {
        this.settings = settings;
        this.owned = owned.clone();
    }

    public void announceSecond() {
        add(Endpoint.signal(World.ZONE, owned[1], endpoints.size() + 1));
    }

    /** @return false if the words name no address of ours */
    public boolean add(String... words) {
        try {
            IpAddress address = IpAddress.parse(words[0]);
            List<String> list = List.of(words);
            int id = number(list, "id", endpoints.size() + 1);
            Endpoint e = new Endpoint(World.ZONE, address, id, number(list, "port", 0), list.contains("subflow"),
                list.contains("signal"), list.contains("backup"));
            return List.of(owned).contains(address) && add(e);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private boolean add(Endpoint e) {
        if (endpoints.size() == MOST) {
            return false;
        }
        endpoints.add(e);
        settings.mptcp(settings.mptcp().withEndpoints(endpoints.toArray(Endpoint[]::new)));
        return true;
    }

    private static int number(List<String> words, String name, int usual) {
        int at = words.indexOf(name);
        return at < 0 || at + 1 == words.size() ? usual : Integer.parseInt(words.get(at + 1));
    }
}
