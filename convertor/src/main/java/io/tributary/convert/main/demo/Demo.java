package io.tributary.convert.main.demo;

import io.tributary.convert.main.demo.lab.ClientPath;
import io.tributary.convert.main.demo.lab.ConvertorConfig;
import io.tributary.convert.main.demo.lab.ConvertorLab;
import io.tributary.convert.main.demo.lab.ConvertorProcess;
import io.tributary.convert.main.demo.lab.LabException;
import io.tributary.convert.main.demo.lab.LabProcess;
import io.tributary.convert.main.demo.lab.Namespace;
import io.tributary.convert.main.demo.lab.Program;
import io.tributary.convert.main.demo.lab.Stripper;
import io.tributary.convert.main.demo.lab.Traffic;
import io.tributary.convert.main.demo.peer.KernelServer;
import io.tributary.convert.main.demo.peer.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs the phases in one laboratory, one after the other, and watches the client's interfaces meanwhile. */
final class Demo implements AutoCloseable {
    static final int SERVER_PORT = 7000;
    private static final int SAMPLE_MS = 250;
    private static final int PHASE_LIMIT_MS = 17_000;
    /** A path is cut when this part of all bytes has been carried. */
    private static final double CUT_AFTER = 0.35;

    private final ConvertorLab lab;
    private final ConvertorProcess convertor;
    private final LabProcess server;
    private final DemoClient client;
    private final Progress progress;
    private final int rateKbit;
    private long seed = 1;

    Demo(int rateKbit, boolean ownClient, Progress progress) {
        this.rateKbit = rateKbit;
        this.progress = progress;
        progress.say("building three network namespaces and two paths of " + rateKbit / 1000 + " Mbit/s");
        lab = new ConvertorLab(2, rateKbit);
        try {
            server = lab.start("server", lab.server(), Program.peer(KernelServer.class, "port=" + SERVER_PORT));
            progress.say("starting the convertor and a server with plain TCP");
            convertor = ConvertorProcess.start(lab, new ConvertorConfig());
            server.awaitError(line -> line.startsWith("server: ready"), PHASE_LIMIT_MS);
            client = chooseClient(ownClient);
        } catch (LabException e) {
            lab.close();
            throw e;
        }
    }

    private DemoClient chooseClient(boolean own) {
        if (own) {
            return new StackDemoClient(lab, SERVER_PORT);
        }
        if (!kernelHasMptcp(lab.client())) {
            progress.say("this kernel has no MPTCP: our own stack is the client");
            return new StackDemoClient(lab, SERVER_PORT);
        }
        return new KernelDemoClient(lab, SERVER_PORT, PHASE_LIMIT_MS);
    }

    private static boolean kernelHasMptcp(Namespace namespace) {
        return namespace.hasSysctl("net.mptcp.enabled", "1");
    }

    int rateKbit() {
        return rateKbit;
    }

    String clientDescription() {
        return client.description();
    }

    PhaseResult run(Phase phase) {
        if (!phase.stripped()) {
            return transfer(phase);
        }
        try (Stripper middlebox = Stripper.onClientLeg(lab, Stripper.Where.EVERYWHERE)) {
            return transfer(phase);
        }
    }

    private PhaseResult transfer(Phase phase) {
        progress.say(phase.title());
        List<Traffic> start = traffic();
        long mySeed = seed;
        seed += 2;
        long startNs = System.nanoTime();
        Future<Report> running = client.start(phase.allPaths(), mySeed, phase.bytes());
        long cutAtMs = watch(phase, running, start, startNs);
        List<Traffic> carried = since(start);
        try {
            if (!running.isDone()) {
                return PhaseResult.failed(phase, carried, cutAtMs, "not finished after " + PHASE_LIMIT_MS / 1000 + " s");
            }
            return result(phase, running.get(), mySeed, carried, cutAtMs);
        } catch (ExecutionException | InterruptedException e) {
            return PhaseResult.failed(phase, carried, cutAtMs, String.valueOf(e.getMessage()));
        } finally {
            if (cutAtMs >= 0) {
                path(phase.cutPath()).plugIn();
            }
        }
    }

    /** Shows progress until the transfer ends, cuts when it is time. @return when it cut, or -1 */
    private long watch(Phase phase, Future<Report> running, List<Traffic> start, long startNs) {
        long cutAtMs = -1;
        progress.begin(phase, lab.paths().size());
        while (!running.isDone() && (System.nanoTime() - startNs) / 1_000_000 < PHASE_LIMIT_MS) {
            try {
                running.get(SAMPLE_MS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                // time for the next look
            } catch (ExecutionException e) {
                break;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
            List<Traffic> now = since(start);
            progress.show(now, System.nanoTime() - startNs);
            long total = now.stream().mapToLong(Traffic::totalBytes).sum();
            if (phase.cutPath() != 0 && cutAtMs < 0 && !running.isDone() && total > CUT_AFTER * 2 * phase.bytes()) {
                path(phase.cutPath()).unplug();
                cutAtMs = (System.nanoTime() - startNs) / 1_000_000;
                progress.cut(phase.cutPath(), cutAtMs);
            }
        }
        progress.end();
        return cutAtMs;
    }

    private PhaseResult result(Phase phase, Report atClient, long mySeed, List<Traffic> carried, long cutAtMs) {
        if (atClient.has("failure") || atClient.has("error")) {
            return PhaseResult.failed(phase, carried, cutAtMs, atClient.has("error")
                    ? "the convertor refuses with error " + atClient.number("error")
                    : "the client fails with " + atClient.text("failure"));
        }
        Report atServer = Report.parse(server.awaitOutput(line -> Report.parse(line).number("seed") == mySeed, PHASE_LIMIT_MS));
        boolean intact = atClient.flag("intact") && atServer.flag("intact")
                && atClient.text("shaSent").equals(atServer.text("shaReceived"))
                && atServer.text("shaSent").equals(atClient.text("shaReceived"));
        String failure = phase.cutPath() != 0 && cutAtMs < 0 ? "the transfer was over before the path could be cut" : null;
        return new PhaseResult(phase, atClient.number("receivedKbit"), atServer.number("receivedKbit"), carried, cutAtMs,
                Math.max(atClient.number("stallMs"), atServer.number("stallMs")), intact, failure);
    }

    private ClientPath path(int number) {
        return lab.paths().get(number - 1);
    }

    private List<Traffic> traffic() {
        Map<String, Traffic> all = lab.client().traffic();
        return lab.paths().stream().map(p -> all.getOrDefault(p.clientDevice(), Traffic.NONE)).toList();
    }

    private List<Traffic> since(List<Traffic> start) {
        List<Traffic> now = traffic();
        List<Traffic> difference = new ArrayList<>();
        for (int i = 0; i < now.size(); i++) {
            difference.add(now.get(i).since(start.get(i)));
        }
        return difference;
    }

    @Override
    public void close() {
        convertor.close();
        lab.close();
    }
}
