package io.tributary.capture;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Takes the result out of the decoder's structures. */
final class ReportBuilder {
    private static final String[] OPTION_NAMES = {"MP_CAPABLE", "MP_JOIN", "DSS", "ADD_ADDR", "REMOVE_ADDR", "MP_PRIO", "MP_FAIL",
        "MP_FASTCLOSE", "MP_TCPRST", "SUBTYPE_9", "SUBTYPE_A", "SUBTYPE_B", "SUBTYPE_C", "SUBTYPE_D", "SUBTYPE_E", "MP_EXPERIMENTAL"};

    private ReportBuilder() {
    }

    static CaptureReport build(PacketCounts n, BufferBudget budget, List<CapturedConnection> all, long startNs, long durationNs) {
        List<ConnectionReport> multipath = new ArrayList<>();
        List<ConnectionReport> plain = new ArrayList<>();
        for (CapturedConnection c : all) {
            List<ConnectionReport> list = c.multipath ? multipath : plain;
            list.add(connection(list.size() + 1, c));
        }
        Map<String, Long> options = new TreeMap<>();
        for (int i = 0; i < OPTION_NAMES.length; i++) {
            if (n.ofOption(i) > 0) {
                options.put(OPTION_NAMES[i], n.ofOption(i));
            }
        }
        return new CaptureReport(startNs, durationNs, n.packets(), n.malformedPackets(), n.malformedOptions(),
            n.of(PacketDissector.Kind.BAD_CHECKSUM), n.of(PacketDissector.Kind.FRAGMENT), n.cut(),
            n.of(PacketDissector.Kind.NOT_IP) + n.of(PacketDissector.Kind.NOT_TCP),
            n.ignoredPackets(), budget.refused(), options, List.copyOf(multipath), List.copyOf(plain));
    }

    private static ConnectionReport connection(int id, CapturedConnection c) {
        List<SubflowReport> subflows = new ArrayList<>(c.flows.size());
        for (TcpFlow f : c.flows) {
            subflows.add(subflow(f));
        }
        return new ConnectionReport(id, c.multipath, c.version, c.clientEndpoint, c.serverEndpoint,
            token(c.client), token(c.server), idsn(c.client), idsn(c.server),
            c.checksum && (c.isMultipath() || c.hasKeys()), c.fallback, c.state(), List.copyOf(subflows), stream(c, 0), stream(c, 1),
            new ConnectionReport.Checks(c.keys, c.tokens, c.idsns, c.hmacs, c.addresses, c.checksums), c.log.events(), c.log.omitted());
    }

    private static String token(DataSide s) {
        return s.hasToken ? Hex.of32(s.token) : null;
    }

    private static String idsn(DataSide s) {
        return s.hasIdsn ? Hex.of64(s.idsn) : null;
    }

    private static StreamReport stream(CapturedConnection c, int i) {
        DataSide d = c.side(i);
        DataStream s = d.stream;
        TcpFlow f = c.flows.get(0);
        FlowSide first = f.side(f.connectionSide(i));
        boolean begun = c.isMultipath() ? d.hasIdsn : first.hasSyn;
        boolean ended = c.isMultipath() ? d.dataFin == s.next() : first.endsAt(s.next());
        long missing = s.missing();   // before finish(), which lets go of what lies behind a gap
        return new StreamReport(s.bytes(), Hex.of(s.finish()), s.prefixBytes(), missing, s.outside(), begun && ended && missing == 0);
    }

    private static SubflowReport subflow(TcpFlow f) {
        FlowSide client = f.side(f.connectionSide(0));
        FlowSide server = f.side(f.connectionSide(1));
        SubflowReport r = new SubflowReport(client.endpoint, server.endpoint, f.joined, f.reversed, f.backup, f.hmacValid,
            client.bytes(), server.bytes(), client.repeated(), server.repeated(),
            client.mapper().waiting() + client.lost(), server.mapper().waiting() + server.lost(), f.state(), f.firstNs, f.lastNs);
        client.mapper().drop();
        server.mapper().drop();
        return r;
    }
}
