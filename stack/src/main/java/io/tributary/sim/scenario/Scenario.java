package io.tributary.sim.scenario;

import io.tributary.random.RandomStream;
import io.tributary.sim.LinkDirection;
import io.tributary.sim.Middlebox;
import io.tributary.sim.SimLink;
import io.tributary.tcp.TcpConfig;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What is to be simulated: a network, what happens to it, and who transfers what over it. Times in nanoseconds, sizes in
 * bytes.
 *
 * @param name       short, for file names and headings
 * @param title      a sentence for people
 * @param seed       of all randomness
 * @param durationNs when the run ends at the latest; it ends as soon as all limited transfers are done
 * @param sampleNs   distance of the samples of its time series; 0: chosen so that there are some hundreds
 */
public record Scenario(String name, String title, long seed, long durationNs, long sampleNs, List<Host> hosts, List<Router> routers,
                       List<Link> links, List<Box> boxes, List<Change> changes, List<Transfer> transfers) {
    public Scenario {
        hosts = List.copyOf(hosts);
        routers = List.copyOf(routers);
        links = List.copyOf(links);
        boxes = List.copyOf(boxes);
        changes = List.copyOf(changes);
        transfers = List.copyOf(transfers);
    }

    public Scenario withSeed(long other) {
        return new Scenario(name, title, other, durationNs, sampleNs, hosts, routers, links, boxes, changes, transfers);
    }

    /** @param backupLinks links whose subflows are used only when no other works */
    public record Host(String name, List<String> backupLinks) {
        public Host {
            backupLinks = List.copyOf(backupLinks);
        }
    }

    /**
     * @param routes        {@code PREFIX via LINK}, beside the shortest ways to all hosts, which it finds by itself
     * @param icmpPerSecond most ICMP errors it sends
     */
    public record Router(String name, List<String> routes, int icmpPerSecond) {
        public Router {
            routes = List.copyOf(routes);
        }
    }

    /**
     * @param first           a host or router, as {@code second}; data from the first to the second goes forward
     * @param firstAddresses  of the first one there, without prefix length
     * @param mtu             of the devices at both ends
     * @param forward         sets the properties of one direction
     * @param backward        and of the other
     */
    public record Link(String name, String first, String second, List<String> firstAddresses, List<String> secondAddresses, int mtu,
                       Consumer<LinkDirection> forward, Consumer<LinkDirection> backward) {
        public Link {
            firstAddresses = List.copyOf(firstAddresses);
            secondAddresses = List.copyOf(secondAddresses);
        }
    }

    /**
     * @param link    where it stands
     * @param type    for people
     * @param outside addresses that are to be routed to it; empty for all but NATs
     */
    public record Box(String link, String type, List<String> outside, Function<RandomStream, Middlebox> make) {
        public Box {
            outside = List.copyOf(outside);
        }
    }

    /** @param text for people: what changes */
    public record Change(long atNs, String link, String text, Consumer<SimLink> change) {
    }

    /**
     * One connection and the data it carries.
     *
     * @param from          host that connects
     * @param via           link of that host where the first subflow starts; null: its first one
     * @param up            bytes from it to the other; {@link #ENDLESS} for as long as the run lasts, 0 for none
     * @param down          bytes the other way
     * @param tcp           settings of both ends; null for the standard
     * @param sendBuffer    unacknowledged bytes that each side keeps at most
     * @param receiveBuffer window that each side offers
     */
    public record Transfer(String name, String from, String to, String via, boolean multipath, boolean checksum, long up, long down,
                           long startNs, TcpConfig tcp, int sendBuffer, int receiveBuffer) {
        public static final long ENDLESS = Long.MAX_VALUE >> 8;
    }
}
