package io.tributary.convert.main.demo.peer;

import io.tributary.convert.main.demo.peer.ClientOptions.Request;
import io.tributary.convert.wire.ConnectTlv;
import io.tributary.convert.wire.ConvertMessage;
import io.tributary.convert.wire.TcpOption;
import io.tributary.driver.kernel.KernelSocket;
import io.tributary.driver.nativeio.NativeException;
import java.util.List;

/** One connection of the kernel, from its SYN to its report. */
final class ClientConnection {
    private final ClientOptions options;
    private final TransferPlan plan;
    private final Report report = new Report();
    private final ReplyReader reply = new ReplyReader();

    ClientConnection(ClientOptions options, int index) {
        this.options = options;
        this.plan = options.planOf(index);
        report.put("connection", index);
    }

    /** Never throws: whatever goes wrong is part of the report. */
    Report run() {
        try (KernelSocket socket = KernelSocket.open(options.protocol(), !options.to().address().isV4())) {
            socket.receiveTimeoutMs(options.timeoutMs());
            socket.sendTimeoutMs(options.timeoutMs());
            long startNs = System.nanoTime();
            connect(socket);
            report.put("connectMs", (System.nanoTime() - startNs) / 1_000_000);
            Exchange exchange = new Exchange(Duplex.of(socket), new SentStream(plan.seed(), plan.upstreamBytes()),
                    new ReceivedStream(plan.serverSeed()), plan.clientStart(),
                    options.abortAfter());
            try {
                converse(socket, exchange);
            } finally {
                reply.describe(report);
                exchange.describe(report, plan.downstreamBytes(), startNs);
            }
        } catch (NativeException e) {
            report.put("failure", e.errnoName()).put("failureText", e.getMessage());
        } catch (IllegalArgumentException e) {
            report.put("failure", e.getMessage());
        }
        return report;
    }

    private void connect(KernelSocket socket) {
        byte[] head = head();
        if (options.request() == Request.SYN) {
            int inSyn = socket.connectWithData(options.to().address(), options.to().port(), head, 0, head.length);
            socket.sendAll(head, inSyn, head.length - inSyn);
        } else {
            socket.connect(options.to().address(), options.to().port());
            socket.sendAll(head);
        }
    }

    /** The Convert message, if there is one, and right behind it the first bytes for the server. */
    private byte[] head() {
        byte[] user = plan.encode();
        if (options.request() == Request.NONE) {
            return user;
        }
        List<TcpOption> asked = options.askMultipath() ? List.of(TcpOption.withoutValue(TcpOption.MPTCP)) : List.of();
        byte[] convert = ConvertMessage.encode(new ConnectTlv(options.server().address(), options.server().port(), asked));
        byte[] head = new byte[convert.length + user.length];
        System.arraycopy(convert, 0, head, 0, convert.length);
        System.arraycopy(user, 0, head, convert.length, user.length);
        return head;
    }

    private void converse(KernelSocket socket, Exchange exchange) {
        if (options.request() != Request.NONE && !takeReply(socket, exchange)) {
            return;
        }
        report.put("multipath", socket.isMultipath());
        exchange.finish(options.pauseMs());
        if (!exchange.isAborted()) {
            report.put("extraSubflows", socket.extraSubflows());
        }
    }

    /** @return false if the convertor refused: a client resets then */
    private boolean takeReply(KernelSocket socket, Exchange exchange) {
        byte[] chunk = new byte[Exchange.CHUNK_BYTES];
        while (!reply.isComplete()) {
            int length = socket.receive(chunk, 0, chunk.length);
            if (length < 0) {
                throw new IllegalArgumentException("end of stream before the convertor's reply");
            }
            int taken = reply.accept(chunk, 0, length);
            if (reply.error().isEmpty()) {
                exchange.received(chunk, taken, length - taken);
            } else {
                report.put("multipath", socket.isMultipath());
                exchange.abort();
                return false;
            }
        }
        return true;
    }
}
