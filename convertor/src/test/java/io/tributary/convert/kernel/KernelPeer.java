package io.tributary.convert.kernel;

import io.tributary.abi.Errno;
import io.tributary.driver.kernel.KernelSocket;
import io.tributary.driver.nativeio.NativeException;
import java.util.function.IntSupplier;

/** A socket of the kernel. */
final class KernelPeer implements PeerSocket {
    private final KernelSocket socket;

    KernelPeer(KernelSocket socket) {
        this.socket = socket;
    }

    KernelSocket socket() {
        return socket;
    }

    @Override
    public int send(byte[] data, int at, int length) {
        return translate(() -> socket.send(data, at, length));
    }

    @Override
    public int receive(byte[] into, int at, int length) {
        return translate(() -> socket.receive(into, at, length));
    }

    @Override
    public void shutdownOutput() {
        socket.shutdownOutput();
    }

    @Override
    public void abort() {
        socket.abortOnClose();
        socket.shutdown(); // wakes who waits in a call
        socket.close();
    }

    @Override
    public void close() {
        socket.close();
    }

    static int translate(IntSupplier call) {
        try {
            return call.getAsInt();
        } catch (NativeException e) {
            throw switch (e.errno()) {
                case Errno.ECONNRESET, Errno.EPIPE -> new Broken(Broken.Kind.RESET, e.getMessage());
                case Errno.ECONNREFUSED -> new Broken(Broken.Kind.REFUSED, e.getMessage());
                case Errno.ETIMEDOUT -> new Broken(Broken.Kind.TIMED_OUT, e.getMessage());
                default -> e.isTimeout() ? new Broken(Broken.Kind.TIMED_OUT, e.getMessage()) : new Broken(Broken.Kind.OTHER, e.getMessage());
            };
        }
    }
}
