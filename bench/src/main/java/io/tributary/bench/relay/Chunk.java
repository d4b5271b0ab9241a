package io.tributary.bench.relay;

import io.tributary.abi.Errno;
import io.tributary.abi.Socket;
import io.tributary.driver.kernel.KernelSocket;
import io.tributary.driver.nativeio.Native;
import org.agrona.concurrent.UnsafeBuffer;

/** A large piece of memory outside the heap that sockets send from and receive into without a copy in between. */
final class Chunk {
    static final int BYTES = 256 * 1024;

    private final UnsafeBuffer memory = Native.memory(BYTES);

    /** The bytes sent and received. */
    UnsafeBuffer memory() {
        return memory;
    }

    /** Sends some of the first {@code length} bytes. @return how many */
    int send(KernelSocket socket, int length) {
        while (true) {
            long sent = Native.LIBC.send(socket.fd(), memory.addressOffset(), length, Socket.MSG_NOSIGNAL);
            if (sent >= 0 || Native.errno() != Errno.EINTR) {
                return (int) Native.check(sent, "send");
            }
        }
    }

    /** @return bytes received, 0 at the end of the stream */
    int receive(KernelSocket socket, int length) {
        while (true) {
            long received = Native.LIBC.recv(socket.fd(), memory.addressOffset(), length, 0);
            if (received >= 0 || Native.errno() != Errno.EINTR) {
                return (int) Native.check(received, "receive");
            }
        }
    }
}
