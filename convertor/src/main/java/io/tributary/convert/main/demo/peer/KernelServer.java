package io.tributary.convert.main.demo.peer;

import io.tributary.driver.kernel.KernelSocket;
import io.tributary.driver.kernel.KernelSocket.Protocol;
import io.tributary.driver.nativeio.NativeException;
import io.tributary.wire.IpAddress;
import java.io.IOException;

/**
 * The kernel's TCP or MPTCP as a server: does what each client's {@link TransferPlan} asks for and writes a line of JSON per
 * connection. Options: {@code port}, {@code protocol}, {@code address} (default: both families), {@code accept-delay-ms}
 * (connections wait in the kernel that long before they are served). Ends with its standard input.
 */
public final class KernelServer {
    private static final int BACKLOG = 1024;
    private static final int TIMEOUT_MS = 30_000;

    private KernelServer() {
    }

    public static void main(String... words) throws IOException {
        Arguments a = new Arguments(words);
        Protocol protocol = Protocol.valueOf(a.text("protocol", "TCP"));
        int port = (int) a.number("port", 0);
        long delayMs = a.number("accept-delay-ms", 0);
        // A socket for :: takes both families.
        KernelSocket listener = KernelSocket.open(protocol, true);
        listener.option(io.tributary.abi.Socket.SOL_SOCKET, io.tributary.abi.Socket.SO_REUSEADDR, 1);
        listener.bind(IpAddress.parse(a.text("address", "::")), port);
        listener.listen(BACKLOG);
        System.err.println("server: ready on port " + listener.localPort());
        start("acceptor", () -> serve(listener, delayMs));
        while (System.in.read() >= 0) {
            // whoever started us holds the other end: when it goes, so do we
        }
        System.exit(0);
    }

    private static void serve(KernelSocket listener, long delayMs) {
        while (true) {
            KernelSocket socket = listener.accept();
            start("connection", () -> System.out.println(converse(socket, delayMs)));
        }
    }

    private static void start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private static Report converse(KernelSocket socket, long delayMs) {
        long startNs = System.nanoTime();
        Report report = new Report();
        try (socket) {
            report.put("peer", socket.remoteAddress().toString()).put("peerPort", socket.remotePort());
            if (delayMs > 0) {
                Thread.sleep(delayMs);
            }
            socket.receiveTimeoutMs(TIMEOUT_MS);
            socket.sendTimeoutMs(TIMEOUT_MS);
            byte[] head = new byte[TransferPlan.LENGTH];
            int length = socket.receiveFully(head, 0, head.length);
            if (length < head.length) {
                report.put("failure", "only " + length + " bytes");
                return report;
            }
            TransferPlan plan = TransferPlan.decode(head);
            report.put("seed", plan.seed());
            Exchange exchange = new Exchange(Duplex.of(socket), new SentStream(plan.serverSeed(), plan.downstreamBytes()),
                    new ReceivedStream(plan.seed()), plan.serverStart(), plan.serverAbortAfter());
            try {
                report.put("multipath", socket.isMultipath());
                exchange.finish(plan.serverPauseMs());
            } finally {
                exchange.describe(report, plan.upstreamBytes(), startNs);
            }
        } catch (NativeException e) {
            report.put("failure", e.errnoName()).put("failureText", e.getMessage());
        } catch (IllegalArgumentException e) {
            report.put("failure", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return report;
    }
}
