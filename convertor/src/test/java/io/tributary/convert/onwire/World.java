package io.tributary.convert.onwire;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.convert.main.demo.lab.ConvertorConfig;
import io.tributary.convert.main.demo.lab.ConvertorLab;
import io.tributary.convert.main.demo.lab.ConvertorProcess;
import io.tributary.convert.main.demo.lab.LabProcess;
import io.tributary.convert.main.demo.lab.Program;
import io.tributary.convert.main.demo.peer.KernelClient;
import io.tributary.convert.main.demo.peer.KernelServer;
import io.tributary.convert.main.demo.peer.Report;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** A laboratory with our convertor in its box and kernel peers around it. */
final class World implements AutoCloseable {
    static final int PORT = 7000;
    static final int MIB = 1 << 20;
    private static final long PATIENCE_MS = 60_000;
    private static final AtomicLong SEEDS = new AtomicLong(1_000);

    private final ConvertorLab lab;
    private final ConvertorProcess convertor;
    private final LabProcess server;

    private World(ConvertorLab lab, ConvertorProcess convertor, LabProcess server) {
        this.lab = lab;
        this.convertor = convertor;
        this.server = server;
    }

    /** @param kilobitsPerSecond of each of two paths; 0: not limited @param serverWords options of {@link KernelServer} */
    static World create(int kilobitsPerSecond, ConvertorConfig config, String... serverWords) {
        Preconditions.requireLab();
        ConvertorLab lab = new ConvertorLab(2, kilobitsPerSecond);
        try {
            Preconditions.requireKernelMptcp(lab.client());
            lab.useAllPaths(true);
            return in(lab, config, serverWords);
        } catch (RuntimeException | Error e) {
            lab.close();
            throw e;
        }
    }

    /** Puts convertor and server into a laboratory that is prepared otherwise. */
    static World in(ConvertorLab lab, ConvertorConfig config, String... serverWords) {
        List<String> words = new ArrayList<>(List.of("port=" + PORT));
        words.addAll(Arrays.asList(serverWords));
        LabProcess server = lab.start("server", lab.server(), Program.peer(KernelServer.class, words.toArray(String[]::new)));
        ConvertorProcess convertor = ConvertorProcess.start(lab, config);
        server.awaitError(line -> line.startsWith("server: ready"), PATIENCE_MS);
        return new World(lab, convertor, server);
    }

    ConvertorLab lab() {
        return lab;
    }

    ConvertorProcess convertor() {
        return convertor;
    }

    /** Starts a client that talks to the convertor over {@code clientFamily} and names the server's {@code serverFamily} address. */
    Transfer start(int clientFamily, int serverFamily, String... words) {
        return startTo(clientFamily, literal(ConvertorLab.serverAddress(serverFamily)) + ":" + PORT, words);
    }

    /** Starts a client that asks the convertor for any destination. */
    Transfer startTo(int clientFamily, String destination, String... words) {
        long seed = SEEDS.getAndAdd(100_000);
        List<String> all = new ArrayList<>(List.of("seed=" + seed, "server=" + destination,
                "to=" + literal(ConvertorLab.convertorAddress(clientFamily)) + ":" + ConvertorLab.CONVERT_PORT));
        all.addAll(Arrays.asList(words));
        return new Transfer(seed, lab.start("client", lab.client(), Program.peer(KernelClient.class, all.toArray(String[]::new))));
    }

    private static String literal(String address) {
        return address.contains(":") ? "[" + address + "]" : address;
    }

    /** The convertor forgets finished connections; waits for that. */
    void awaitEmptyTables() {
        long deadlineNs = System.nanoTime() + 15_000_000_000L;
        String shown = convertor.ask("conn", "show", "--json").strip();
        while (!shown.equals("[]") && System.nanoTime() < deadlineNs) {
            shown = convertor.ask("conn", "show", "--json").strip();
        }
        assertThat(shown).as("conn show --json after everything is over").isEqualTo("[]");
    }

    @Override
    public void close() {
        lab.close();
    }

    /** A running client process. */
    final class Transfer {
        private final long seed;
        private final LabProcess client;

        private Transfer(long seed, LabProcess client) {
            this.seed = seed;
            this.client = client;
        }

        /** Waits for the end of the client. @return what it says about each connection, in the order of their ends */
        List<Report> atClient() {
            assertThat(client.awaitExit(PATIENCE_MS)).as("client's exit status, %s", client.errors()).isZero();
            return client.output().stream().filter(line -> line.startsWith("{")).map(Report::parse).toList();
        }

        /** For a single connection. */
        Report result() {
            List<Report> reports = atClient();
            assertThat(reports).hasSize(1);
            return reports.get(0);
        }

        /** What the server says about connection {@code index} of this client. */
        Report atServer(int index) {
            return Report.parse(server.awaitOutput(line -> Report.parse(line).number("seed") == seed + 2L * index, PATIENCE_MS));
        }

        /** Both ends hold, byte by byte and by hash, what the other one sent. */
        Report expectIntact() {
            Report client = result();
            expectIntact(client, atServer(0));
            return client;
        }

        void expectIntact(Report atClient, Report atServer) {
            assertThat(atClient.text("failure")).as("client's failure in %s", atClient).isEmpty();
            assertThat(atServer.text("failure")).as("server's failure in %s", atServer).isEmpty();
            assertThat(atClient.flag("intact")).as("intact at the client: %s", atClient).isTrue();
            assertThat(atServer.flag("intact")).as("intact at the server: %s", atServer).isTrue();
            assertThat(atServer.text("shaReceived")).as("SHA-256 upstream").isEqualTo(atClient.text("shaSent"));
            assertThat(atClient.text("shaReceived")).as("SHA-256 downstream").isEqualTo(atServer.text("shaSent"));
        }
    }
}
