package io.tributary.abi;

@Header({"sys/socket.h", "sys/uio.h"})
public final class Socket {
    public static final int AF_UNSPEC = 0;
    public static final int AF_INET = 2;
    public static final int AF_INET6 = 10;
    public static final int AF_NETLINK = 16;

    public static final int SOCK_STREAM = 1;
    public static final int SOCK_DGRAM = 2;
    public static final int SOCK_RAW = 3;
    public static final int SOCK_NONBLOCK = 0x800;
    public static final int SOCK_CLOEXEC = 0x80000;

    public static final int SOL_SOCKET = 1;
    public static final int SO_REUSEADDR = 2;
    public static final int SO_ERROR = 4;
    public static final int SO_SNDBUF = 7;
    public static final int SO_RCVBUF = 8;
    public static final int SO_KEEPALIVE = 9;
    public static final int SO_LINGER = 13;
    public static final int SO_RCVTIMEO = 20;
    public static final int SO_SNDTIMEO = 21;
    public static final int SO_BINDTODEVICE = 25;
    public static final int SO_MARK = 36;

    public static final int MSG_OOB = 1;
    public static final int MSG_PEEK = 2;
    public static final int MSG_TRUNC = 0x20;
    public static final int MSG_DONTWAIT = 0x40;
    public static final int MSG_NOSIGNAL = 0x4000;
    public static final int MSG_FASTOPEN = 0x20000000;

    public static final int SHUT_RD = 0;
    public static final int SHUT_WR = 1;
    public static final int SHUT_RDWR = 2;

    @C("sizeof(struct linger)")
    public static final int LINGER_SIZE = 8;
    @C("offsetof(struct linger, l_onoff)")
    public static final int LINGER_ONOFF = 0;
    @C("offsetof(struct linger, l_linger)")
    public static final int LINGER_SECONDS = 4;

    @C("sizeof(struct msghdr)")
    public static final int MSGHDR_SIZE = 56;
    @C("offsetof(struct msghdr, msg_name)")
    public static final int MSG_NAME = 0;
    @C("offsetof(struct msghdr, msg_namelen)")
    public static final int MSG_NAMELEN = 8;
    @C("offsetof(struct msghdr, msg_iov)")
    public static final int MSG_IOV = 16;
    @C("offsetof(struct msghdr, msg_iovlen)")
    public static final int MSG_IOVLEN = 24;
    @C("sizeof(struct iovec)")
    public static final int IOVEC_SIZE = 16;
    @C("offsetof(struct iovec, iov_base)")
    public static final int IOV_BASE = 0;
    @C("offsetof(struct iovec, iov_len)")
    public static final int IOV_LEN = 8;

    private Socket() {
    }
}
