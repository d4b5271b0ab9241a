package io.tributary.bench.relay;

import io.tributary.convert.main.demo.lab.ConvertorConfig;
import io.tributary.convert.main.demo.lab.ConvertorLab;
import io.tributary.convert.main.demo.lab.ConvertorProcess;
import io.tributary.convert.wire.ConnectTlv;
import io.tributary.convert.wire.ConvertHeader;
import io.tributary.convert.wire.ConvertMessage;
import io.tributary.convert.wire.ErrorTlv;
import io.tributary.convert.wire.Parsed;
import io.tributary.driver.kernel.KernelSocket;
import io.tributary.driver.kernel.KernelSocket.Protocol;
import io.tributary.wire.IpAddress;
import java.util.List;

/** MPTCP from the client to our convertor, which it asks in the SYN for plain TCP to the server. */
final class ConvertorArrangement implements Arrangement {
    static final String NAME = "tributary";
    private static final IpAddress CONVERTOR = IpAddress.parse(ConvertorLab.convertorAddress(4));

    private final World world;
    private final ConvertorProcess process;

    /** Starts the convertor. @param jvmFlags of its virtual machine, beside the usual ones */
    ConvertorArrangement(World world, List<String> jvmFlags) {
        this.world = world;
        process = ConvertorProcess.start(world.lab(), new ConvertorConfig().jvm(jvmFlags.toArray(String[]::new)));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public KernelSocket connect() {
        byte[] request = ConvertMessage.encode(ConnectTlv.base(World.SERVER, World.SERVER_PORT));
        KernelSocket socket = world.open(Protocol.MPTCP);
        try {
            int inSyn = socket.connectWithData(CONVERTOR, ConvertorLab.CONVERT_PORT, request, 0, request.length);
            socket.sendAll(request, inSyn, request.length - inSyn);
            takeReply(socket);
            return socket;
        } catch (RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    /** The server says nothing before it is asked, so all that comes is the reply. */
    private static void takeReply(KernelSocket socket) {
        byte[] reply = new byte[ConvertHeader.MAX_OCTETS];
        int length = 0;
        while (true) {
            int n = socket.receive(reply, length, reply.length - length);
            if (n < 0) {
                throw new RelayFailure("the convertor ended the connection before its reply");
            }
            length += n;
            Parsed parsed = ConvertMessage.parse(reply, 0, length);
            if (parsed instanceof Parsed.Complete complete) {
                complete.message().find(ErrorTlv.class).ifPresent(e -> {
                    throw new RelayFailure("the convertor refuses with error " + e.code());
                });
                return;
            }
            if (!(parsed instanceof Parsed.Incomplete)) {
                throw new RelayFailure("no Convert reply at the start of the stream");
            }
        }
    }

    @Override
    public void check(KernelSocket connection) {
        World.checkBothPaths(connection);
    }

    @Override
    public long pid() {
        return process.process().pid();
    }

    /** Ends it politely and waits, so that what it writes at its end is complete. */
    void end() {
        process.process().terminate();
        process.process().awaitExit(Load.PATIENCE_MS);
    }

    @Override
    public void close() {
        process.close();
    }
}
