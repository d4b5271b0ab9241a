package io.tributary.convert.main.loop;

import io.tributary.abi.Socket;
import io.tributary.driver.nativeio.Native;
import io.tributary.driver.nativeio.NativeException;
import java.nio.charset.StandardCharsets;
import org.agrona.concurrent.UnsafeBuffer;

/** Tells a service manager how we are doing, by the datagram that systemd's sd_notify(3) describes. */
public final class ReadyNotice {
    private static final int AF_UNIX = 1;
    private static final int LONGEST_PATH = 107;

    private ReadyNotice() {
    }

    /**
     * Sends {@code state}, as "READY=1".
     *
     * @param socket value of NOTIFY_SOCKET: a path, or '@' and an abstract name
     * @throws NativeException if nobody listens there
     */
    public static void send(String socket, String state) {
        byte[] path = socket.getBytes(StandardCharsets.UTF_8);
        if (path.length == 0 || path.length > LONGEST_PATH) {
            throw new IllegalArgumentException("NOTIFY_SOCKET is no socket name: " + socket);
        }
        if (path[0] == '@') {
            path[0] = 0;
        }
        UnsafeBuffer b = Native.memory(2 + path.length + 1);
        b.putShort(0, (short) AF_UNIX);
        b.putBytes(2, path);
        // an abstract name ends where the length says, a path with a zero
        int length = 2 + path.length + (path[0] == 0 ? 0 : 1);
        byte[] text = state.getBytes(StandardCharsets.UTF_8);
        UnsafeBuffer message = Native.memory(text.length);
        message.putBytes(0, text);
        int fd = Native.check(Native.LIBC.socket(AF_UNIX, Socket.SOCK_DGRAM | Socket.SOCK_CLOEXEC, 0), "socket");
        try {
            Native.check(Native.LIBC.connect(fd, b.addressOffset(), length), "connect " + socket);
            Native.check(Native.LIBC.write(fd, message.addressOffset(), text.length), "write " + socket);
        } finally {
            Native.LIBC.close(fd);
        }
    }
}
