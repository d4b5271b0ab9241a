package io.tributary.sim.scenario;

import io.tributary.connection.Connection;
import io.tributary.metrics.Counter;
import io.tributary.mptcp.MptcpConnection;
import io.tributary.sim.scenario.SimReport.Kind;
import io.tributary.tcp.Tcb;
import io.tributary.tcp.TcpConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Looks at one direction of a transfer, and at all subflows that its sender ever has. */
final class StreamProbe {
    private final TransferRun transfer;
    private final boolean up;
    private final String name;
    private final UnaryOperator<String> linkOf;
    private final Samples samples;
    private final Samples.Column received;
    private final List<PathProbe> paths = new ArrayList<>();
    private final List<SimReport.Event> events;

    /** @param linkOf finds the link of a local address */
    StreamProbe(TransferRun transfer, boolean up, String name, UnaryOperator<String> linkOf, Samples samples, List<SimReport.Event> events) {
        this.transfer = transfer;
        this.up = up;
        this.name = name;
        this.linkOf = linkOf;
        this.samples = samples;
        this.events = events;
        received = samples.column();
    }

    private TransferRun.Side sender() {
        return up ? transfer.client : transfer.server;
    }

    private TransferRun.Side receiver() {
        return up ? transfer.server : transfer.client;
    }

    String host() {
        return up ? transfer.plan().from() : transfer.plan().to();
    }

    void sample(long nowNs) {
        if (nowNs < transfer.plan().startNs()) {
            return;
        }
        samples.put(received, receiver().sink.received());
        Connection c = sender().connection;
        if (c instanceof TcpConnection t) {
            watch(t.tcb(), nowNs);
        } else if (c instanceof MptcpConnection m) {
            for (int i = 0; i < m.subflows().count(); i++) {
                watch(m.subflows().get(i).tcb(), nowNs);
            }
        }
        for (PathProbe p : paths) {
            if (p.sample() && !isOver()) {
                events.add(new SimReport.Event(nowNs, p.name + " ended"));
            }
        }
    }

    private boolean isOver() {
        return receiver().sink.isEnded() || sender().closed != null;
    }

    private void watch(Tcb tcb, long nowNs) {
        if (paths.stream().anyMatch(p -> p.tcb == tcb)) {
            return;
        }
        // the initiator's addresses are what tells subflows apart
        String link = linkOf.apply((up ? tcb.key().local() : tcb.key().remote()).toString());
        boolean multipath = transfer.plan().multipath();
        long same = paths.stream().filter(p -> p.link.equals(link)).count();
        String label = multipath ? name + " " + link + (same > 0 ? " (" + (same + 1) + ")" : "") : name;
        paths.add(new PathProbe(tcb, label, link, samples));
        if (paths.size() > 1) {
            events.add(new SimReport.Event(nowNs, label + " joins"));
        }
    }

    /** @param alone the sender's host, if it sends nothing else; else null */
    SimReport.Stream report(long nowNs, SimReport.Host alone) {
        Scenario.Transfer plan = transfer.plan();
        TransferRun.Side r = receiver();
        boolean multipath = sender().connection != null && sender().connection.isMultipath();
        String outcome = r.closed != null ? r.closed.name() : transfer.client.closed != null ? transfer.client.closed.name() : null;
        return new SimReport.Stream(name, host(), up ? plan.to() : plan.from(), multipath, r.sink.expected(),
            r.sink.received(), plan.startNs(), transfer.establishedNs(), r.sink.firstNs(), r.sink.completeNs(), outcome,
            r.sink.damaged(), alone == null ? -1 : alone.count(Counter.TCP_TIMEOUTS), alone == null ? -1 : alone.undone(), paths.stream().map(p -> p.report(nowNs)).toList());
    }

    void series(List<SimReport.Series> out) {
        out.add(new SimReport.Series(Kind.GOODPUT, name, samples.rates(received, 8)));
        for (PathProbe p : paths) {
            out.add(new SimReport.Series(Kind.CWND, p.name, samples.values(p.cwnd)));
            out.add(new SimReport.Series(Kind.SRTT, p.name, samples.values(p.srtt)));
            out.add(new SimReport.Series(Kind.IN_FLIGHT, p.name, samples.values(p.inFlight)));
            out.add(new SimReport.Series(Kind.PATH_GOODPUT, p.name, samples.rates(p.acked, 8)));
        }
    }
}
