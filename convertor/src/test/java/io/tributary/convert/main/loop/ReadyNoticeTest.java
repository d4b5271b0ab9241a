package io.tributary.convert.main.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.abi.Socket;
import io.tributary.driver.nativeio.Native;
import io.tributary.driver.nativeio.NativeException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("notice to the service manager")
class ReadyNoticeTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"path", "@"})
    @DisplayName("arrives as one datagram, at a path or an abstract name")
    void arrives(String kind) {
        String name = kind.equals("@") ? "@tributary-test-" + ProcessHandle.current().pid() : folder.resolve("notify").toString();
        int fd = Native.check(Native.LIBC.socket(1, Socket.SOCK_DGRAM | Socket.SOCK_NONBLOCK, 0), "socket");
        try {
            byte[] path = name.getBytes(StandardCharsets.UTF_8);
            UnsafeBuffer address = Native.memory(path.length + 3);
            address.putShort(0, (short) 1);
            address.putBytes(2, path);
            if (path[0] == '@') {
                address.putByte(2, (byte) 0);
            }
            Native.check(Native.LIBC.bind(fd, address.addressOffset(), 2 + path.length + (path[0] == '@' ? 0 : 1)), "bind");
            ReadyNotice.send(name, "READY=1");
            UnsafeBuffer got = Native.memory(100);
            long n = Native.check(Native.LIBC.recv(fd, got.addressOffset(), 100, 0), "recv");
            byte[] text = new byte[(int) n];
            got.getBytes(0, text);
            assertThat(new String(text, StandardCharsets.UTF_8)).isEqualTo("READY=1");
        } finally {
            Native.LIBC.close(fd);
        }
    }

    @Test
    @DisplayName("nobody there is said, not swallowed")
    void nobody() {
        assertThatThrownBy(() -> ReadyNotice.send(folder.resolve("none").toString(), "READY=1")).isInstanceOf(NativeException.class);
        assertThatThrownBy(() -> ReadyNotice.send("", "READY=1")).isInstanceOf(IllegalArgumentException.class);
    }
}
