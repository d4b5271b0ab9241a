package io.tributary.convert.main.demo;

import io.tributary.convert.main.demo.lab.ClientPath;
import io.tributary.convert.main.demo.lab.ConvertorLab;
import io.tributary.convert.main.demo.lab.Program;
import io.tributary.convert.main.demo.peer.PipeClient;
import io.tributary.convert.main.demo.peer.Report;
import io.tributary.convert.main.demo.peer.TransferPlan;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/** Our own stack as the client, for kernels without MPTCP: {@code tributary cat} with an address on each path. */
final class StackDemoClient implements DemoClient {
    private final ConvertorLab lab;
    private final int serverPort;

    StackDemoClient(ConvertorLab lab, int serverPort) {
        this.lab = lab;
        this.serverPort = serverPort;
        lab.paths().forEach(ClientPath::routeGuest);
    }

    @Override
    public String description() {
        return "our own stack";
    }

    @Override
    public Future<Report> start(boolean allPaths, long seed, long bytes) {
        List<ClientPath> used = allPaths ? lab.paths() : lab.paths().subList(0, 1);
        String addresses = used.stream().map(ClientPath::guestAddress).collect(Collectors.joining(","));
        Process cat = lab.startPiped("client", lab.client(), Program.tributary("cat", "--tun", "trib0", "--address", addresses,
                "--convertor", ConvertorLab.convertorAddress(4) + ":" + ConvertorLab.CONVERT_PORT,
                ConvertorLab.serverAddress(4), Integer.toString(serverPort)));
        PipeClient client = new PipeClient(cat, new TransferPlan(seed, bytes, bytes, TransferPlan.Order.BOTH, 0, 0));
        return CompletableFuture.supplyAsync(client::run);
    }
}
