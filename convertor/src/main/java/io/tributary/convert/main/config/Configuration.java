package io.tributary.convert.main.config;

import io.tributary.wire.IpAddress;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A whole configuration, checked: names are unique, addresses belong to interfaces, zones exist.
 *
 * @param idle keys that were given but mean nothing beside the others, each with its place
 */
public record Configuration(StackSettings stack, LimitSettings limits, List<InterfaceSettings> interfaces,
                            List<EndpointSettings> endpoints, List<ConvertorBlock> convertors, List<String> idle) {
    public Configuration {
        interfaces = List.copyOf(interfaces);
        endpoints = List.copyOf(endpoints);
        convertors = List.copyOf(convertors);
        idle = List.copyOf(idle);
    }

    /** In the order of their first interface; the index of a zone here is its number in the stack. */
    public List<String> zones() {
        Set<String> zones = new LinkedHashSet<>();
        interfaces.forEach(i -> zones.add(i.zone()));
        return List.copyOf(zones);
    }

    /** @return the zone's number in the stack, -1 if no interface is in it */
    public int zone(String name) {
        return zones().indexOf(name);
    }

    /** @return the number of the zone whose interface owns the address, -1 if none does */
    public int zoneOf(IpAddress address) {
        return interfaces.stream().filter(i -> i.addresses().contains(address)).findFirst().map(i -> zone(i.zone())).orElse(-1);
    }

    /** Every address of a zone, in the order of the file. */
    public List<IpAddress> addresses(String zone) {
        return interfaces.stream().filter(i -> i.zone().equals(zone)).flatMap(i -> i.addresses().stream()).toList();
    }
}
