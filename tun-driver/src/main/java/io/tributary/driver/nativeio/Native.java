package io.tributary.driver.nativeio;

import io.tributary.abi.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import jnr.ffi.LastError;
import jnr.ffi.LibraryLoader;
import jnr.ffi.Runtime;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Access to the C library: the binding, errno, and memory for the arguments of one call. */
public final class Native {
    public static final LibC LIBC;
    private static final Runtime RUNTIME;
    /** Every machine whose kernel uses the generic numbers that {@code io.tributary.abi} holds. */
    private static final Set<String> MACHINES = Set.of("amd64", "x86_64", "aarch64", "riscv64", "loongarch64", "s390x");
    private static final int SCRATCH_BYTES = 1 << 16;
    /** What {@link #sendTo} needs at the scratch memory's end. */
    public static final int MESSAGE_BYTES = Socket.MSGHDR_SIZE + Socket.IOVEC_SIZE;
    private static final ThreadLocal<UnsafeBuffer> SCRATCH = ThreadLocal.withInitial(() -> memory(SCRATCH_BYTES));

    static {
        String machine = System.getProperty("os.name") + "/" + System.getProperty("os.arch");
        if (!System.getProperty("os.name").equals("Linux") || !MACHINES.contains(System.getProperty("os.arch"))) {
            throw new IllegalStateException("native calls are known for Linux on " + MACHINES + ", not for " + machine);
        }
        try {
            LIBC = LibraryLoader.create(LibC.class).load("c");
            RUNTIME = Runtime.getSystemRuntime();
        } catch (LinkageError e) {
            throw new IllegalStateException("the C library cannot be bound: " + e.getMessage()
                + "; where " + System.getProperty("java.io.tmpdir") + " forbids execution, set -Djffi.extract.dir=DIRECTORY", e);
        }
    }

    private Native() {
    }

    /** Why the last call of this thread failed. */
    public static int errno() {
        return LastError.getLastError(RUNTIME);
    }

    /** @throws NativeException naming {@code call} if {@code result} is negative */
    public static int check(int result, String call) {
        if (result < 0) {
            throw new NativeException(call, errno());
        }
        return result;
    }

    /** @throws NativeException naming {@code call} if {@code result} is negative */
    public static long check(long result, String call) {
        if (result < 0) {
            throw new NativeException(call, errno());
        }
        return result;
    }

    /** Zeroed memory outside the heap with a fixed address, freed with the buffer. */
    public static UnsafeBuffer memory(int bytes) {
        return new UnsafeBuffer(java.nio.ByteBuffer.allocateDirect(bytes));
    }

    /** This thread's 64 KiB for the arguments of one call; whoever uses it must not call anybody else who does. */
    public static UnsafeBuffer scratch() {
        return SCRATCH.get();
    }

    /** Writes a zero-terminated string. @return bytes used */
    public static int putCString(MutableDirectBuffer b, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        b.putBytes(at, bytes);
        b.putByte(at + bytes.length, (byte) 0);
        return bytes.length + 1;
    }

    /**
     * Sends bytes to an address, both in this thread's {@link #scratch()} below its last {@value #MESSAGE_BYTES} bytes.
     *
     * @return bytes sent, or -1
     */
    public static long sendTo(int fd, int dataAt, int length, int addressAt, int addressLength, int flags) {
        UnsafeBuffer b = scratch();
        int at = b.capacity() - MESSAGE_BYTES;
        int vector = at + Socket.MSGHDR_SIZE;
        b.setMemory(at, MESSAGE_BYTES, (byte) 0);
        b.putLong(at + Socket.MSG_NAME, b.addressOffset() + addressAt);
        b.putInt(at + Socket.MSG_NAMELEN, addressLength);
        b.putLong(at + Socket.MSG_IOV, b.addressOffset() + vector);
        b.putLong(at + Socket.MSG_IOVLEN, 1);
        b.putLong(vector + Socket.IOV_BASE, b.addressOffset() + dataAt);
        b.putLong(vector + Socket.IOV_LEN, length);
        return LIBC.sendmsg(fd, b.addressOffset() + at, flags);
    }

    /** Opens a file. @throws NativeException naming the path */
    public static int open(String path, int flags) {
        UnsafeBuffer b = scratch();
        putCString(b, 0, path);
        int fd = LIBC.open(b.addressOffset(), flags, 0600);
        return fd >= 0 ? fd : check(fd, "open " + path);
    }

    static String describe(int errno) {
        UnsafeBuffer b = memory(256);
        if (LIBC.__xpg_strerror_r(errno, b.addressOffset(), b.capacity()) != 0) {
            return "unknown error";
        }
        int length = 0;
        while (length < b.capacity() && b.getByte(length) != 0) {
            length++;
        }
        byte[] text = new byte[length];
        b.getBytes(0, text);
        return new String(text, StandardCharsets.UTF_8);
    }
}
