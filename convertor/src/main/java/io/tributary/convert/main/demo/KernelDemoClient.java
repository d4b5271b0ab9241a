package io.tributary.convert.main.demo;

import io.tributary.convert.main.demo.lab.ConvertorLab;
import io.tributary.convert.main.demo.lab.LabProcess;
import io.tributary.convert.main.demo.lab.Program;
import io.tributary.convert.main.demo.peer.KernelClient;
import io.tributary.convert.main.demo.peer.Report;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

/** The kernel's MPTCP with the Convert request in its SYN. */
final class KernelDemoClient implements DemoClient {
    private final ConvertorLab lab;
    private final int serverPort;
    private final long timeoutMs;

    KernelDemoClient(ConvertorLab lab, int serverPort, long timeoutMs) {
        this.lab = lab;
        this.serverPort = serverPort;
        this.timeoutMs = timeoutMs;
    }

    @Override
    public String description() {
        return "the kernel's MPTCP";
    }

    @Override
    public Future<Report> start(boolean allPaths, long seed, long bytes) {
        lab.useAllPaths(allPaths);
        LabProcess process = lab.start("client", lab.client(), Program.peer(KernelClient.class,
                "to=" + ConvertorLab.convertorAddress(4) + ":" + ConvertorLab.CONVERT_PORT,
                "server=" + ConvertorLab.serverAddress(4) + ":" + serverPort,
                "seed=" + seed, "up=" + bytes, "down=" + bytes, "timeout-ms=" + timeoutMs));
        return CompletableFuture.supplyAsync(() -> Report.parse(process.awaitOutput(line -> line.startsWith("{"), Long.MAX_VALUE / 2_000_000)));
    }
}
