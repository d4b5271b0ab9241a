package io.tributary.convert.main.demo.lab;

/** One of the client's ways to the box: a cable of its own, its own addresses, its own rate limit in both directions. */
public final class ClientPath {
    private final int number;
    private final Namespace client;
    private final Namespace box;

    ClientPath(int number, Namespace client, Namespace box) {
        this.number = number;
        this.client = client;
        this.box = box;
    }

    /** @param kilobitsPerSecond in each direction; 0: as fast as the machine */
    void lay(int kilobitsPerSecond) {
        client.cable(clientDevice(), box, boxDevice());
        client.address(clientDevice(), clientAddress(4) + "/28");
        client.address(clientDevice(), clientAddress(6) + "/64");
        box.address(boxDevice(), boxAddress(4) + "/28");
        box.address(boxDevice(), boxAddress(6) + "/64");
        box.up(boxDevice());
        connectClient();
        client.sourceRule(number, clientAddress(4));
        client.sourceRule(number, clientAddress(6));
        if (kilobitsPerSecond > 0) {
            client.limitRate(clientDevice(), kilobitsPerSecond);
            box.limitRate(boxDevice(), kilobitsPerSecond);
        }
    }

    public int number() {
        return number;
    }

    public String clientDevice() {
        return "path" + number;
    }

    public String boxDevice() {
        return "client" + number;
    }

    /** @param family 4 or 6 */
    public String clientAddress(int family) {
        return family == 4 ? "192.0.2." + (16 * number - 14) : "2001:db8:" + number + "::2";
    }

    /** An address on this path for a stack of its own inside the client, reached through the client's kernel. */
    public String guestAddress() {
        return "192.0.2." + (16 * number - 13);
    }

    /** Lets packets of {@link #guestAddress} leave and arrive on this path only. */
    public void routeGuest() {
        client.forward();
        client.sourceRule(number, guestAddress());
        box.ip("route", "replace", guestAddress() + "/32", "via", clientAddress(4), "dev", boxDevice());
    }

    /** The box's end of the path: where something that listens in the box is reached. @param family 4 or 6 */
    public String boxAddress(int family) {
        return family == 4 ? "192.0.2." + (16 * number - 15) : "2001:db8:" + number + "::1";
    }

    private String prefix(int family) {
        return family == 4 ? "192.0.2." + (16 * number - 16) + "/28" : "2001:db8:" + number + "::/64";
    }

    /** What the client has received and sent on this path. */
    public Traffic traffic() {
        return client.traffic().getOrDefault(clientDevice(), Traffic.NONE);
    }

    /** Pulls the plug at the client: both ends see it. */
    public void unplug() {
        client.down(clientDevice());
    }

    public void plugIn() {
        connectClient();
    }

    /** From now on everything on this path vanishes and nobody is told, as on a radio link out of range; or no longer. */
    public void silence(boolean on) {
        for (int family : new int[] {4, 6}) {
            box.blackhole(on, family, "iif", boxDevice());
            box.blackhole(on, family, "to", prefix(family));
        }
    }

    /** A device that goes down loses its routes (and its IPv6 addresses unless told otherwise): so they are set here, each time. */
    private void connectClient() {
        client.sysctl("net.ipv6.conf." + clientDevice() + ".keep_addr_on_down", "1");
        client.up(clientDevice());
        for (int family : new int[] {4, 6}) {
            client.defaultRoute(Integer.toString(number), boxAddress(family), clientDevice(), 0);
            client.defaultRoute("main", boxAddress(family), clientDevice(), number);
        }
    }
}
