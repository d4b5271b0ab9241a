package io.tributary.driver.setup;

import io.tributary.abi.Errno;
import io.tributary.abi.Netlink;
import io.tributary.abi.Socket;
import io.tributary.abi.Time;
import io.tributary.driver.nativeio.Native;
import io.tributary.driver.nativeio.NativeException;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Sends one request at a time to the kernel's routing family and reads what it answers up to the acknowledgment. */
final class NetlinkSocket implements AutoCloseable {
    /** Takes one answer: its message type and where its body lies. */
    interface Answer {
        void on(int type, DirectBuffer buffer, int from, int to);
    }

    private static final int ANSWER_SECONDS = 5;
    private final UnsafeBuffer received = Native.memory(1 << 15);
    private final int fd;
    private int sequence;
    private boolean closed;

    NetlinkSocket() {
        fd = Native.check(Native.LIBC.socket(Socket.AF_NETLINK, Socket.SOCK_RAW | Socket.SOCK_CLOEXEC, Netlink.NETLINK_ROUTE), "netlink socket");
        // Both only make errors more readable; kernels before 4.12 do not know them.
        set(Netlink.SOL_NETLINK, Netlink.NETLINK_EXT_ACK);
        set(Netlink.SOL_NETLINK, Netlink.NETLINK_CAP_ACK);
        UnsafeBuffer b = Native.scratch();
        b.putLong(Time.TIMEVAL_SEC, ANSWER_SECONDS);
        b.putLong(Time.TIMEVAL_USEC, 0);
        Native.LIBC.setsockopt(fd, Socket.SOL_SOCKET, Socket.SO_RCVTIMEO, b.addressOffset(), Time.TIMEVAL_SIZE);
    }

    private void set(int level, int option) {
        UnsafeBuffer b = Native.scratch();
        b.putInt(0, 1);
        Native.LIBC.setsockopt(fd, level, option, b.addressOffset(), Integer.BYTES);
    }

    /** @throws NativeException with the kernel's errno and, where it gives one, its own explanation */
    void request(NetlinkMessage message, String what, Answer answer) {
        int mine = ++sequence;
        int length = message.finish(mine);
        // Without an address it goes to the kernel.
        Native.check(Native.LIBC.send(fd, message.buffer().addressOffset(), length, 0), what);
        boolean done = false;
        while (!done) {
            long n = Native.LIBC.recv(fd, received.addressOffset(), received.capacity(), 0);
            if (n < 0 && Native.errno() == Errno.EINTR) {
                continue;
            }
            done = read((int) Native.check(n, what), mine, what, answer);
        }
    }

    void request(NetlinkMessage message, String what) {
        request(message, what, (type, buffer, from, to) -> { });
    }

    /** @return whether the request is finished */
    private boolean read(int length, int mine, String what, Answer answer) {
        int at = 0;
        while (at + Netlink.NLMSGHDR_SIZE <= length) {
            int size = received.getInt(at + Netlink.NLMSG_LEN);
            if (size < Netlink.NLMSGHDR_SIZE || at + size > length) {
                throw new NativeException(what, Errno.EBADMSG);
            }
            int body = at + Netlink.NLMSGHDR_SIZE;
            int type = received.getShort(at + Netlink.NLMSG_TYPE) & 0xffff;
            // An answer to an earlier request that ran out of time is not this one's.
            if (received.getInt(at + Netlink.NLMSG_SEQ) == mine) {
                if (type == Netlink.NLMSG_ERROR) {
                    check(at, body, size, what);
                    return true;
                }
                if (type == Netlink.NLMSG_DONE) {
                    return true;
                }
                answer.on(type, received, body, at + size);
            }
            at += NetlinkMessage.align(size);
        }
        return false;
    }

    private void check(int at, int body, int size, String what) {
        int error = received.getInt(body + Netlink.NLMSGERR_ERROR);
        if (error == 0) {
            return;
        }
        int flags = received.getShort(at + Netlink.NLMSG_FLAGS);
        String why = "";
        if ((flags & Netlink.NLM_F_ACK_TLVS) != 0) {
            int echoed = (flags & Netlink.NLM_F_CAPPED) != 0 ? Netlink.NLMSGERR_SIZE
                : Integer.BYTES + received.getInt(body + Integer.BYTES + Netlink.NLMSG_LEN);
            why = new NetlinkAttributes(received, body + NetlinkMessage.align(echoed), at + size).text(Netlink.NLMSGERR_ATTR_MSG);
        }
        throw new NativeException(why.isEmpty() ? what : what + " (" + why + ")", -error);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            Native.LIBC.close(fd);
        }
    }
}
