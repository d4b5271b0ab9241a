package io.tributary.driver.nativeio;

import io.tributary.abi.Fcntl;
import io.tributary.abi.Mount;
import io.tributary.abi.Sched;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A network namespace. Which one a thread is in decides where the sockets and devices that it opens belong; the descriptors then
 * work anywhere. As entering is per thread and a pooled thread must not be left in the wrong place, work runs on threads of its own.
 */
public final class NetNamespace implements AutoCloseable {
    private static final String NAMED = "/run/netns";
    private final String name;
    private final int fd;
    private boolean closed;

    private NetNamespace(String name, int fd) {
        this.name = name;
        this.fd = fd;
    }

    /** The one that the calling thread is in. */
    public static NetNamespace current() {
        return new NetNamespace(null, Native.open("/proc/thread-self/ns/net", Fcntl.O_RDONLY | Fcntl.O_CLOEXEC));
    }

    /**
     * A new one without a name: it lasts as long as this object, a thread in it or a socket of it does, and so never outlives the process.
     *
     * @throws NativeException EPERM without CAP_SYS_ADMIN
     */
    public static NetNamespace anonymous() {
        return new NetNamespace(null, NamespaceThread.call("new namespace", () -> {
            Native.check(Native.LIBC.unshare(Sched.CLONE_NEWNET), "unshare a network namespace");
            return Native.open("/proc/thread-self/ns/net", Fcntl.O_RDONLY | Fcntl.O_CLOEXEC);
        }));
    }

    /** One that exists under a name that {@code ip netns} shows. @throws NativeException ENOENT if there is none */
    public static NetNamespace open(String name) {
        return new NetNamespace(name, Native.open(path(name).toString(), Fcntl.O_RDONLY | Fcntl.O_CLOEXEC));
    }

    /**
     * A new one under a name that {@code ip netns} shows; it stays until {@link #delete}, or a deletion by hand.
     *
     * @throws NativeException EEXIST if the name is taken, EPERM without CAP_SYS_ADMIN
     */
    public static NetNamespace create(String name) {
        Path path = path(name);
        try {
            Files.createDirectories(path.getParent());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Native.LIBC.close(Native.open(path.toString(), Fcntl.O_RDONLY | Fcntl.O_CREAT | Fcntl.O_EXCL | Fcntl.O_CLOEXEC));
        NetNamespace created = null;
        try {
            created = anonymous();
            bindMount("/proc/self/fd/" + created.fd, path.toString());
            return new NetNamespace(name, created.fd);
        } catch (RuntimeException e) {
            if (created != null) {
                created.close();
            }
            unlink(path);
            throw e;
        }
    }

    private static void bindMount(String from, String to) {
        UnsafeBuffer b = Native.scratch();
        int target = Native.putCString(b, 0, from);
        int type = target + Native.putCString(b, target, to);
        Native.putCString(b, type, "none");
        long base = b.addressOffset();
        Native.check(Native.LIBC.mount(base, base + target, base + type, Mount.MS_BIND, 0), "mount " + to);
    }

    private static void unlink(Path path) {
        UnsafeBuffer b = Native.scratch();
        Native.putCString(b, 0, path.toString());
        Native.check(Native.LIBC.unlink(b.addressOffset()), "unlink " + path);
    }

    private static Path path(String name) {
        if (name.isEmpty() || name.contains("/") || name.startsWith(".")) {
            throw new IllegalArgumentException("not a namespace name: " + name);
        }
        return Path.of(NAMED, name);
    }

    /** Runs {@code task} on a fresh thread in this namespace and waits for it. What it throws is thrown here, checked exceptions wrapped. */
    public <T> T call(Callable<T> task) {
        return NamespaceThread.call("in " + this, () -> {
            enter();
            return task.call();
        });
    }

    /** As {@link #call}, without a result. */
    public void run(Runnable task) {
        call(() -> {
            task.run();
            return null;
        });
    }

    /** A thread, not started yet, that runs {@code task} in this namespace. Threads and processes started from it are in it too. */
    public Thread thread(String threadName, Runnable task) {
        Thread t = new Thread(() -> {
            enter();
            task.run();
        }, threadName);
        t.setDaemon(true);
        return t;
    }

    private void enter() {
        Native.check(Native.LIBC.setns(fd, Sched.CLONE_NEWNET), "enter network namespace " + this);
    }

    /** A descriptor of this namespace, valid until {@link #close}; what rtnetlink calls a namespace's fd. */
    public int fd() {
        return fd;
    }

    /** Removes the name of a named one and closes it; it ends as soon as nothing in it is in use. */
    public void delete() {
        if (name != null) {
            Path path = path(name);
            UnsafeBuffer b = Native.scratch();
            Native.putCString(b, 0, path.toString());
            Native.check(Native.LIBC.umount2(b.addressOffset(), Mount.MNT_DETACH), "unmount " + path);
            unlink(path);
        }
        close();
    }

    /** Lets go of it; a name stays. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            Native.LIBC.close(fd);
        }
    }

    @Override
    public String toString() {
        return name != null ? name : "namespace " + fd;
    }
}
