package io.tributary.replay;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A whole connection's comparison: its flows one by one, and what may be said on any of them. */
final class ConversationComparison {
    private final RecordedConversation recorded;
    private final ReplayRun run;
    private final boolean far;
    private final Tally tally;

    /**
     * @param recorded   what our stack should have sent
     * @param run        what it sent
     * @param far        the capture was taken next to the peer
     * @param connection its number in the capture
     */
    ConversationComparison(RecordedConversation recorded, ReplayRun run, boolean far, int connection) {
        this.recorded = recorded;
        this.run = run;
        this.far = far;
        this.tally = new Tally(connection);
    }

    Tally compare() {
        RecordedKeys keys = new RecordedKeys(recorded);
        List<Trace> expected = new ArrayList<>();
        List<Trace> actual = new ArrayList<>();
        long endNs = 0;
        for (int i = 0; i < recorded.flows.size(); i++) {
            RecordedFlow f = recorded.flows.get(i);
            long base = RecordedText.base(f.ownSyn());
            expected.add(new Trace(f.own, base, keys));
            actual.add(new Trace(run.flows.get(i).sent, base, keys));
            endNs = Math.max(endNs, Math.max(last(f.own), last(f.peer)));
        }
        for (int i = 0; i < recorded.flows.size(); i++) {
            new FlowComparison(recorded.flows.get(i), expected.get(i), actual.get(i), actual, far, endNs, tally,
                run.slipNs() / 1_000_000).run();
        }
        signals(expected, actual, endNs);
        strays(keys, endNs);
        return tally;
    }

    private static long last(List<ReplayPacket> packets) {
        return packets.isEmpty() ? 0 : packets.get(packets.size() - 1).timeNs;
    }

    private void signals(List<Trace> expected, List<Trace> actual, long endNs) {
        Map<String, TraceItem> was = said(expected);
        Map<String, TraceItem> is = said(actual);
        PacketText text = new PacketText(new SackBlocks(0));
        was.forEach((key, item) -> {
            if (!is.containsKey(key)) {
                String name = key.substring(0, key.indexOf(' '));
                tally.different(name, key.substring(key.indexOf(' ') + 1), alike(is, name), item, item.partner, text);
            }
        });
        is.forEach((key, item) -> {
            String name = key.substring(0, key.indexOf(' '));
            boolean reported = was.keySet().stream().anyMatch(k -> !is.containsKey(k) && k.startsWith(name + " "));
            if (!was.containsKey(key) && !reported && item.packet.timeNs <= endNs && !(far && name.endsWith("-ack"))) {
                tally.different(name, null, key.substring(key.indexOf(' ') + 1), null, item, text);
            }
        });
    }

    private static String alike(Map<String, TraceItem> said, String name) {
        return said.keySet().stream().filter(k -> k.startsWith(name + " ")).map(k -> k.substring(k.indexOf(' ') + 1)).findFirst().orElse(null);
    }

    private static Map<String, TraceItem> said(List<Trace> traces) {
        Map<String, TraceItem> said = new LinkedHashMap<>();
        for (Trace t : traces) {
            for (TraceItem i : t.items) {
                i.signals.forEach((name, words) -> said.putIfAbsent(name + " " + words, i));
            }
        }
        return said;
    }

    private void strays(RecordedKeys keys, long endNs) {
        for (TraceItem i : new Trace(run.strays, 1, keys).items) {
            if (i.packet.timeNs <= endNs) {
                tally.different("flow", null, PacketText.flags(i.packet.flags) + " on a flow that was not recorded", null, i,
                    new PacketText(new SackBlocks(0)));
            }
        }
    }
}
