package io.tributary.driver.nativeio;

import jnr.ffi.annotations.Variadic;

/**
 * The one native binding: functions of the C library, every argument a primitive and memory by address, which is what makes a
 * call cost 10 ns and allocate nothing. All of them return -1 on failure and leave the reason in {@link Native#errno()}.
 * No function here takes more than five arguments: the binding hands on a wrong sixth (jnr-ffi issue 181), so sendto is sendmsg.
 * Public only because the generated implementation has to see it.
 */
public interface LibC {
    @Variadic(fixedCount = 2)
    int open(long path, int flags, int mode);

    int close(int fd);

    long read(int fd, long buffer, long length);

    long write(int fd, long buffer, long length);

    @Variadic(fixedCount = 2)
    int ioctl(int fd, long request, long argument);

    int ppoll(long fds, long count, long timeout, long signalMask);

    int eventfd(int initial, int flags);

    int unlink(long path);

    int mount(long source, long target, long type, long flags, long data);

    int umount2(long target, int flags);

    int setns(int fd, int kind);

    int unshare(int flags);

    int socket(int family, int type, int protocol);

    int bind(int fd, long address, int length);

    int listen(int fd, int backlog);

    int accept4(int fd, long address, long length, int flags);

    int connect(int fd, long address, int length);

    long send(int fd, long buffer, long length, int flags);

    long sendmsg(int fd, long message, int flags);

    long recv(int fd, long buffer, long length, int flags);

    int shutdown(int fd, int how);

    int getsockname(int fd, long address, long length);

    int getpeername(int fd, long address, long length);

    int setsockopt(int fd, int level, int option, long value, int length);

    int getsockopt(int fd, int level, int option, long value, long length);

    /** The variant of strerror_r that fills the buffer, under the name it has in every C library. */
    int __xpg_strerror_r(int errno, long buffer, long length);
}
