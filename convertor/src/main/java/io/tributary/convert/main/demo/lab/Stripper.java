package io.tributary.convert.main.demo.lab;

/** A middlebox in the box that takes MPTCP options out of packets, as firewalls do; made of nftables. */
public final class Stripper implements AutoCloseable {
    private static final String TABLE = "tributary_lab";

    /** Which packets lose their MPTCP options. */
    public enum Where {
        SYN("tcp flags & (syn | ack) == syn"),
        SYN_ACK("tcp flags & (syn | ack) == (syn | ack)"),
        BEHIND_THE_HANDSHAKE("tcp flags & syn == 0"),
        EVERYWHERE("");

        private final String match;

        Where(String match) {
            this.match = match;
        }
    }

    private final Namespace box;

    private Stripper(Namespace box) {
        this.box = box;
    }

    /** On the client's leg, in both directions, until closed. */
    public static Stripper onClientLeg(ConvertorLab lab, Where where) {
        return install(lab.box(), "client*", where);
    }

    /** On the server's leg, in both directions, until closed. */
    public static Stripper onServerLeg(ConvertorLab lab, Where where) {
        return install(lab.box(), "server", where);
    }

    private static Stripper install(Namespace box, String device, Where where) {
        StringBuilder rules = new StringBuilder("table inet " + TABLE + " {\n chain forward {\n type filter hook forward priority 0;\n");
        for (String direction : new String[] {"iifname", "oifname"}) {
            rules.append(direction).append(" \"").append(device).append("\" ").append(where.match).append(" reset tcp option mptcp\n");
        }
        Command.Result result = box.attempt("nft", rules.append("}\n}").toString());
        if (!result.succeeded()) {
            throw new LabException(69, "nftables cannot take MPTCP options out here: " + result.errors().strip().lines().findFirst().orElse(""),
                    "install nftables 1.0.2 or newer (apt-get install nftables), on Linux 5.18 or newer");
        }
        return new Stripper(box);
    }

    @Override
    public void close() {
        box.attempt("nft", "delete table inet " + TABLE);
    }
}
