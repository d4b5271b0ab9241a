package io.tributary.convert.main.demo.peer;

import io.tributary.driver.kernel.KernelSocket.Protocol;
import io.tributary.wire.IpAddress;
import java.net.URI;

/**
 * What {@link KernelClient} shall do.
 *
 * @param to         where the connection goes: the convertor, or the server itself
 * @param server     whom the Connect TLV names; ignored with {@link Request#NONE}
 * @param protocol   of the socket
 * @param request    where the Convert message travels
 * @param askMultipath ask the convertor to speak MPTCP to the server (Extended Connect)
 * @param plan       of the first connection; each further one has the next but one seed
 * @param abortAfter the client aborts when one direction has carried this many bytes; 0: never
 * @param pauseMs    the client stops reading that long after its first bytes
 * @param count      connections to make
 * @param concurrent how many of them at a time
 * @param timeoutMs  longest wait for anything
 */
record ClientOptions(Endpoint to, Endpoint server, Protocol protocol, Request request, boolean askMultipath,
                     TransferPlan plan, long abortAfter, long pauseMs, int count, int concurrent, long timeoutMs) {

    /** Where the Convert message travels. */
    enum Request {
        /** In the SYN. */
        SYN,
        /** First data after the handshake. */
        DATA,
        /** There is none: no convertor involved, or one that nobody names. */
        NONE
    }

    /** An address and a port. */
    record Endpoint(IpAddress address, int port) {
        static Endpoint parse(String text) {
            URI uri = URI.create("tcp://" + text);
            return new Endpoint(IpAddress.parse(uri.getHost().replaceAll("[\\[\\]]", "")), uri.getPort());
        }
    }

    static ClientOptions parse(String... words) {
        Arguments a = new Arguments(words);
        TransferPlan plan = new TransferPlan(a.number("seed", 1), a.number("up", 0), a.number("down", 0),
                TransferPlan.Order.valueOf(a.text("order", "BOTH")), a.number("server-abort-after", 0),
                a.number("server-pause-ms", 0));
        return new ClientOptions(Endpoint.parse(a.text("to")), Endpoint.parse(a.text("server", a.text("to"))),
                Protocol.valueOf(a.text("protocol", "MPTCP")), Request.valueOf(a.text("request", "SYN")),
                a.number("ask-multipath", 0) != 0, plan, a.number("abort-after", 0), a.number("pause-ms", 0),
                (int) a.number("count", 1), (int) a.number("concurrent", 1), a.number("timeout-ms", 20_000));
    }

    TransferPlan planOf(int connection) {
        return new TransferPlan(plan.seed() + 2L * connection, plan.upstreamBytes(), plan.downstreamBytes(), plan.order(),
                plan.serverAbortAfter(), plan.serverPauseMs());
    }
}
