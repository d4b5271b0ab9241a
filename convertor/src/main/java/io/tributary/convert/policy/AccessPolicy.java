package io.tributary.convert.policy;

import io.tributary.Rfc;
import io.tributary.wire.IpAddress;
import java.util.List;

/**
 * Who may use a converter, to get where. An empty list matches nothing, so that a converter nobody configured serves nobody.
 *
 * @param allowClients      source addresses that may ask
 * @param allowDestinations where they may go
 * @param denyDestinations  where they may not go; wins over every allowed prefix, the more specific ones included
 * @param hairpin           whether a client may go to another client
 * @param own               addresses and ports on which converters of this host listen: never a destination, it would be a loop
 */
@Rfc(value = 8803, section = "9.2")
public record AccessPolicy(List<Prefix> allowClients, List<Prefix> allowDestinations, List<Prefix> denyDestinations,
                           boolean hairpin, List<Endpoint> own) {
    public AccessPolicy {
        allowClients = List.copyOf(allowClients);
        allowDestinations = List.copyOf(allowDestinations);
        denyDestinations = List.copyOf(denyDestinations);
        own = List.copyOf(own);
    }

    public boolean allowsClient(IpAddress client) {
        return anyContains(allowClients, client);
    }

    public boolean allowsDestination(IpAddress address, int port) {
        return anyContains(allowDestinations, address)
            && !anyContains(denyDestinations, address)
            && (hairpin || !anyContains(allowClients, address))
            && own.stream().noneMatch(e -> e.port() == port && e.address().equals(address));
    }

    private static boolean anyContains(List<Prefix> prefixes, IpAddress a) {
        for (Prefix p : prefixes) {
            if (p.contains(a)) {
                return true;
            }
        }
        return false;
    }
}
