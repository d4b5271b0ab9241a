package io.tributary.driver.nativeio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.tributary.abi.Errno;
import io.tributary.abi.Fcntl;
import java.lang.management.ManagementFactory;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class NativeTest {
    @Test
    @DisplayName("a failed call becomes an exception with the call, the readable text and the symbol")
    void failure() {
        assertThatThrownBy(() -> Native.open("/no/such/file", Fcntl.O_RDONLY))
            .isInstanceOf(NativeException.class)
            .hasMessage("open /no/such/file: No such file or directory (ENOENT)")
            .satisfies(e -> assertThat(((NativeException) e).errno()).isEqualTo(Errno.ENOENT))
            .satisfies(e -> assertThat(((NativeException) e).isTimeout()).isFalse());
    }

    @Test
    @DisplayName("an unlisted errno is told by its number")
    void unlisted() {
        assertThat(new NativeException("x", 64)).hasMessageStartingWith("x: ").hasMessageEndingWith("(errno 64)");
    }

    @Test
    @DisplayName("read and write by address move the bytes")
    void readAndWrite() {
        UnsafeBuffer b = Native.memory(16);
        int zero = Native.open("/dev/zero", Fcntl.O_RDONLY);
        b.setMemory(0, 16, (byte) 7);
        assertThat(Native.LIBC.read(zero, b.addressOffset() + 4, 8)).isEqualTo(8);
        assertThat(b.getLong(4)).isZero();
        assertThat(b.getInt(0)).isEqualTo(0x07070707);
        assertThat(b.getInt(12)).isEqualTo(0x07070707);
        Native.LIBC.close(zero);
    }

    @Test
    @DisplayName("calls on the data path allocate nothing, failing ones included")
    void noAllocation() {
        UnsafeBuffer b = Native.memory(16);
        int fd = Native.open("/dev/null", Fcntl.O_RDWR);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long id = Thread.currentThread().getId();
        long allocated = Long.MAX_VALUE;
        // The first rounds warm up; a compilation may allocate in any one of them, so the best counts.
        for (int round = 0; round < 20; round++) {
            long before = threads.getThreadAllocatedBytes(id);
            for (int i = 0; i < 10_000; i++) {
                Native.LIBC.read(fd, b.addressOffset(), 16);
                Native.LIBC.write(-1, b.addressOffset(), 16);
                Native.errno();
            }
            allocated = Math.min(allocated, threads.getThreadAllocatedBytes(id) - before);
        }
        Native.LIBC.close(fd);
        assertThat(allocated).isLessThan(1_000);
    }
}
