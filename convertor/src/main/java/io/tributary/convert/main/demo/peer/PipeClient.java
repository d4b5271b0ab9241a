package io.tributary.convert.main.demo.peer;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/** A client whose network is the standard input and output of another process, {@code tributary cat} above all. */
public final class PipeClient {
    private final Process process;
    private final TransferPlan plan;

    public PipeClient(Process process, TransferPlan plan) {
        this.process = process;
        this.plan = plan;
    }

    /** Exchanges what the plan says. Never throws: whatever goes wrong is part of the report. */
    public Report run() {
        long startNs = System.nanoTime();
        Report report = new Report();
        Duplex pipe = new Pipe(process.getOutputStream(), process.getInputStream());
        try {
            byte[] head = plan.encode();
            pipe.send(head, 0, head.length);
            Exchange exchange = new Exchange(pipe, new SentStream(plan.seed(), plan.upstreamBytes()),
                    new ReceivedStream(plan.serverSeed()), plan.clientStart(), 0);
            try {
                exchange.finish(0);
            } finally {
                exchange.describe(report, plan.downstreamBytes(), startNs);
            }
        } catch (UncheckedIOException e) {
            report.put("failure", e.getCause().getMessage());
        }
        return report;
    }

    private record Pipe(OutputStream out, InputStream in) implements Duplex {
        @Override
        public int send(byte[] bytes, int at, int length) {
            try {
                out.write(bytes, at, length);
                out.flush();
                return length;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public int receive(byte[] into, int at, int length) {
            try {
                return in.read(into, at, length);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void endOutput() {
            try {
                out.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void abort() {
            endOutput();
        }
    }
}
