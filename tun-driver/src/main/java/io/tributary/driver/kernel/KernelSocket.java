package io.tributary.driver.kernel;

import io.tributary.abi.Errno;
import io.tributary.abi.In;
import io.tributary.abi.Mptcp;
import io.tributary.abi.Socket;
import io.tributary.abi.Tcp;
import io.tributary.abi.Time;
import io.tributary.driver.nativeio.Native;
import io.tributary.driver.nativeio.NativeException;
import io.tributary.wire.IpAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A blocking stream socket of the kernel's own TCP or MPTCP, the peer of ours in tests and demonstrations. It says what
 * {@code java.net.Socket} cannot: IPPROTO_MPTCP, data in the SYN, congestion control, abortive close.
 *
 * <p>It belongs to the network namespace of the thread that opens it and can be used by others. One thread may send while
 * another receives. Failures are {@link NativeException}s with the kernel's errno; a time-out is one with
 * {@link NativeException#isTimeout()}. To end a call that blocks in another thread use {@link #shutdown}, as {@link #close} does not.
 */
public final class KernelSocket implements AutoCloseable {
    /** Which of the kernel's stream protocols. */
    public enum Protocol {
        TCP(In.IPPROTO_TCP), MPTCP(In.IPPROTO_MPTCP);

        private final int number;

        Protocol(int number) {
            this.number = number;
        }
    }

    private static final int CLOSED = -1;
    private static final int LENGTH_AT = 0;
    private static final int VALUE_AT = 8;
    private final AtomicInteger fd;
    private final boolean ipv6;

    private KernelSocket(int fd, boolean ipv6) {
        this.fd = new AtomicInteger(fd);
        this.ipv6 = ipv6;
    }

    /** An unconnected one. @throws NativeException EPROTONOSUPPORT or ENOPROTOOPT where the kernel has no MPTCP */
    public static KernelSocket open(Protocol protocol, boolean ipv6) {
        int fd = Native.check(Native.LIBC.socket(ipv6 ? Socket.AF_INET6 : Socket.AF_INET, Socket.SOCK_STREAM | Socket.SOCK_CLOEXEC,
            protocol.number), "socket " + protocol);
        return new KernelSocket(fd, ipv6);
    }

    /** One that listens at an address of this host; port 0 lets the kernel choose. */
    public static KernelSocket listen(Protocol protocol, IpAddress address, int port) {
        KernelSocket s = open(protocol, !address.isV4());
        try {
            s.option(Socket.SOL_SOCKET, Socket.SO_REUSEADDR, 1);
            s.bind(address, port);
            s.listen(128);
            return s;
        } catch (RuntimeException e) {
            s.close();
            throw e;
        }
    }

    /** One that is connected. */
    public static KernelSocket connect(Protocol protocol, IpAddress address, int port) {
        KernelSocket s = open(protocol, !address.isV4());
        try {
            s.connect(address, port);
            return s;
        } catch (RuntimeException e) {
            s.close();
            throw e;
        }
    }

    public void bind(IpAddress address, int port) {
        UnsafeBuffer b = Native.scratch();
        int length = Sockaddr.put(b, 0, ipv6, address, port);
        Native.check(Native.LIBC.bind(fd(), b.addressOffset(), length), "bind");
    }

    public void listen(int backlog) {
        Native.check(Native.LIBC.listen(fd(), backlog), "listen");
    }

    /** Waits for the next connection, at most as long as {@link #receiveTimeoutMs} says. */
    public KernelSocket accept() {
        while (true) {
            int accepted = Native.LIBC.accept4(fd(), 0, 0, Socket.SOCK_CLOEXEC);
            if (accepted >= 0 || Native.errno() != Errno.EINTR) {
                return new KernelSocket(Native.check(accepted, "accept"), ipv6);
            }
        }
    }

    public void connect(IpAddress address, int port) {
        UnsafeBuffer b = Native.scratch();
        int length = Sockaddr.put(b, 0, ipv6, address, port);
        Native.check(Native.LIBC.connect(fd(), b.addressOffset(), length), "connect");
    }

    /**
     * Connects with TCP Fast Open: the SYN carries data if the kernel has a cookie for the peer or was told to do without one
     * (sysctl tcp_fastopen, TCP_FASTOPEN_NO_COOKIE); without, it connects first and the data follows.
     *
     * @return bytes accepted
     */
    public int connectWithData(IpAddress address, int port, byte[] data, int at, int length) {
        UnsafeBuffer b = Native.scratch();
        int size = Sockaddr.put(b, 0, ipv6, address, port);
        int dataAt = Sockaddr.MAX_SIZE + 4;
        int n = Math.min(length, b.capacity() - Native.MESSAGE_BYTES - dataAt);
        b.putBytes(dataAt, data, at, n);
        return (int) Native.check(Native.sendTo(fd(), dataAt, n, 0, size, Socket.MSG_FASTOPEN | Socket.MSG_NOSIGNAL), "connect with data");
    }

    /** Sends some bytes, waiting for room. @return how many, at most 64 KiB at a time */
    public int send(byte[] data, int at, int length) {
        UnsafeBuffer b = Native.scratch();
        int n = Math.min(length, b.capacity());
        b.putBytes(0, data, at, n);
        while (true) {
            long sent = Native.LIBC.send(fd(), b.addressOffset(), n, Socket.MSG_NOSIGNAL);
            if (sent >= 0 || Native.errno() != Errno.EINTR) {
                return (int) Native.check(sent, "send");
            }
        }
    }

    /** Sends all of it. */
    public void sendAll(byte[] data, int at, int length) {
        for (int done = 0; done < length; ) {
            done += send(data, at + done, length - done);
        }
    }

    public void sendAll(byte[] data) {
        sendAll(data, 0, data.length);
    }

    /** Waits for bytes. @return how many, at most 64 KiB at a time; -1 when the peer sends no more */
    public int receive(byte[] into, int at, int length) {
        return receive(into, at, length, 0);
    }

    /** As {@link #receive}, but leaves them to be received again. */
    public int peek(byte[] into, int at, int length) {
        return receive(into, at, length, Socket.MSG_PEEK);
    }

    private int receive(byte[] into, int at, int length, int flags) {
        if (length == 0) {
            return 0;
        }
        UnsafeBuffer b = Native.scratch();
        int n = Math.min(length, b.capacity());
        while (true) {
            long got = Native.LIBC.recv(fd(), b.addressOffset(), n, flags);
            if (got >= 0 || Native.errno() != Errno.EINTR) {
                Native.check(got, "receive");
                b.getBytes(0, into, at, (int) got);
                return got == 0 ? -1 : (int) got;
            }
        }
    }

    /** Receives until {@code length} bytes are there or the peer sends no more. @return how many */
    public int receiveFully(byte[] into, int at, int length) {
        int done = 0;
        while (done < length) {
            int n = receive(into, at + done, length - done);
            if (n < 0) {
                break;
            }
            done += n;
        }
        return done;
    }

    /** Says that nothing more will be sent (FIN, DATA_FIN); receiving goes on. */
    public void shutdownOutput() {
        Native.check(Native.LIBC.shutdown(fd(), Socket.SHUT_WR), "shutdown");
    }

    /** Ends both directions, and with them every call that waits on this socket in another thread. */
    public void shutdown() {
        int f = fd.get();
        if (f != CLOSED) {
            Native.LIBC.shutdown(f, Socket.SHUT_RDWR);
        }
    }

    /** Makes {@link #close} abort the connection: RST, and on MPTCP a fast close. */
    public void abortOnClose() {
        linger(true, 0);
    }

    /** SO_LINGER. */
    public void linger(boolean on, int seconds) {
        UnsafeBuffer b = Native.scratch();
        b.putInt(Socket.LINGER_ONOFF, on ? 1 : 0);
        b.putInt(Socket.LINGER_SECONDS, seconds);
        Native.check(Native.LIBC.setsockopt(fd(), Socket.SOL_SOCKET, Socket.SO_LINGER, b.addressOffset(), Socket.LINGER_SIZE), "SO_LINGER");
    }

    /** Any option whose value is an int; levels and options are in {@code io.tributary.abi}. */
    public void option(int level, int option, int value) {
        UnsafeBuffer b = Native.scratch();
        b.putInt(0, value);
        Native.check(Native.LIBC.setsockopt(fd(), level, option, b.addressOffset(), Integer.BYTES), "setsockopt " + level + " " + option);
    }

    /** Reads an option whose value is an int. */
    public int option(int level, int option) {
        UnsafeBuffer b = Native.scratch();
        readOption(b, level, option, Integer.BYTES);
        return b.getInt(VALUE_AT);
    }

    /** @return bytes the kernel filled in behind VALUE_AT */
    private int readOption(UnsafeBuffer b, int level, int option, int size) {
        b.setMemory(VALUE_AT, size, (byte) 0);
        b.putInt(LENGTH_AT, size);
        Native.check(Native.LIBC.getsockopt(fd(), level, option, b.addressOffset() + VALUE_AT, b.addressOffset() + LENGTH_AT),
            "getsockopt " + level + " " + option);
        return b.getInt(LENGTH_AT);
    }

    /** SO_RCVBUF in bytes; to be set before listening or connecting to bound the window scale too. The kernel doubles it. */
    public void receiveBuffer(int bytes) {
        option(Socket.SOL_SOCKET, Socket.SO_RCVBUF, bytes);
    }

    /** SO_SNDBUF in bytes. The kernel doubles it. */
    public void sendBuffer(int bytes) {
        option(Socket.SOL_SOCKET, Socket.SO_SNDBUF, bytes);
    }

    /** TCP_CONGESTION: "cubic", "reno", … */
    public void congestion(String name) {
        UnsafeBuffer b = Native.scratch();
        int length = Native.putCString(b, 0, name) - 1;
        Native.check(Native.LIBC.setsockopt(fd(), Tcp.SOL_TCP, Tcp.TCP_CONGESTION, b.addressOffset(), length), "TCP_CONGESTION " + name);
    }

    public String congestion() {
        UnsafeBuffer b = Native.scratch();
        int length = readOption(b, Tcp.SOL_TCP, Tcp.TCP_CONGESTION, 16);
        byte[] name = new byte[length];
        b.getBytes(VALUE_AT, name);
        return new String(name, StandardCharsets.US_ASCII).replaceAll("\0.*", "");
    }

    /** SO_RCVTIMEO: how long receive and accept wait, milliseconds; 0: for ever. */
    public void receiveTimeoutMs(long ms) {
        timeout(Socket.SO_RCVTIMEO, ms);
    }

    /** SO_SNDTIMEO: how long send and connect wait, milliseconds; 0: for ever. */
    public void sendTimeoutMs(long ms) {
        timeout(Socket.SO_SNDTIMEO, ms);
    }

    private void timeout(int option, long ms) {
        UnsafeBuffer b = Native.scratch();
        b.putLong(Time.TIMEVAL_SEC, ms / 1000);
        b.putLong(Time.TIMEVAL_USEC, ms % 1000 * 1000);
        Native.check(Native.LIBC.setsockopt(fd(), Socket.SOL_SOCKET, option, b.addressOffset(), Time.TIMEVAL_SIZE), "socket time-out");
    }

    public IpAddress localAddress() {
        return Sockaddr.address(name(true), VALUE_AT);
    }

    public int localPort() {
        return Sockaddr.port(name(true), VALUE_AT);
    }

    public IpAddress remoteAddress() {
        return Sockaddr.address(name(false), VALUE_AT);
    }

    public int remotePort() {
        return Sockaddr.port(name(false), VALUE_AT);
    }

    private UnsafeBuffer name(boolean local) {
        UnsafeBuffer b = Native.scratch();
        b.putInt(LENGTH_AT, Sockaddr.MAX_SIZE);
        long address = b.addressOffset() + VALUE_AT;
        long length = b.addressOffset() + LENGTH_AT;
        Native.check(local ? Native.LIBC.getsockname(fd(), address, length) : Native.LIBC.getpeername(fd(), address, length), "socket name");
        return b;
    }

    /** The connection really is MPTCP: asked for, answered, and not fallen back. */
    public boolean isMultipath() {
        return (mptcpInfoFlags() & (Mptcp.MPTCP_INFO_FLAG_FALLBACK | Mptcp.MPTCP_INFO_FLAG_REMOTE_KEY_RECEIVED))
            == Mptcp.MPTCP_INFO_FLAG_REMOTE_KEY_RECEIVED;
    }

    /** Subflows beside the first, as the kernel counts them; 0 if this is no MPTCP connection. */
    public int extraSubflows() {
        return isMultipath() ? mptcpInfo().getByte(VALUE_AT + Mptcp.MPTCPI_SUBFLOWS) & 0xff : 0;
    }

    /** Whether this MPTCP connection uses DSS checksums; false if it is none. */
    public boolean checksums() {
        return isMultipath() && mptcpInfo().getByte(VALUE_AT + Mptcp.MPTCPI_CSUM_ENABLED) != 0;
    }

    private int mptcpInfoFlags() {
        try {
            return mptcpInfo().getInt(VALUE_AT + Mptcp.MPTCPI_FLAGS);
        } catch (NativeException e) {
            // A TCP socket does not know the option; an MPTCP one that fell back refuses it.
            if (e.errno() == Errno.EOPNOTSUPP || e.errno() == Errno.ENOPROTOOPT) {
                return Mptcp.MPTCP_INFO_FLAG_FALLBACK;
            }
            throw e;
        }
    }

    private UnsafeBuffer mptcpInfo() {
        UnsafeBuffer b = Native.scratch();
        readOption(b, Mptcp.SOL_MPTCP, Mptcp.MPTCP_INFO, 128);
        return b;
    }

    /** The descriptor. @throws NativeException EBADF once closed */
    public int fd() {
        int f = fd.get();
        if (f == CLOSED) {
            throw new NativeException("socket is closed", Errno.EBADF);
        }
        return f;
    }

    @Override
    public void close() {
        int f = fd.getAndSet(CLOSED);
        if (f != CLOSED) {
            Native.LIBC.close(f);
        }
    }
}
