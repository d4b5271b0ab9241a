package io.tributary.driver.nativeio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.abi.Errno;
import io.tributary.driver.Needs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class NetNamespaceTest {
    private static final String NAME = "tribtun" + ProcessHandle.current().pid();

    @BeforeEach
    void needs() {
        Needs.namespaces();
    }

    private static String where() {
        try {
            return Files.readSymbolicLink(Path.of("/proc/thread-self/ns/net")).toString();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    @DisplayName("a task runs inside, its caller stays outside")
    void call() {
        String outside = where();
        try (NetNamespace ns = NetNamespace.anonymous()) {
            String inside = ns.call(NetNamespaceTest::where);
            assertThat(inside).startsWith("net:[").isNotEqualTo(outside);
            assertThat(ns.call(NetNamespaceTest::where)).isEqualTo(inside);
            assertThat(where()).isEqualTo(outside);
        }
    }

    @Test
    @DisplayName("threads and processes started from inside are inside")
    void inherited() throws Exception {
        try (NetNamespace ns = NetNamespace.anonymous()) {
            String inside = ns.call(NetNamespaceTest::where);
            AtomicReference<String> seen = new AtomicReference<>();
            Thread thread = ns.thread("inside", () -> seen.set(where()));
            thread.start();
            thread.join();
            assertThat(seen).hasValue(inside);
            Process child = ns.call(() -> new ProcessBuilder("readlink", "/proc/self/ns/net").start());
            assertThat(new String(child.getInputStream().readAllBytes()).trim()).isEqualTo(inside);
        }
    }

    @Test
    @DisplayName("exceptions come out as they are, checked ones wrapped")
    void exceptions() {
        try (NetNamespace ns = NetNamespace.anonymous()) {
            assertThatThrownBy(() -> ns.run(() -> {
                throw new IllegalArgumentException("mine");
            })).isInstanceOf(IllegalArgumentException.class).hasMessage("mine");
            assertThatThrownBy(() -> ns.call(() -> {
                throw new IOException("checked");
            })).isInstanceOf(IllegalStateException.class).hasRootCauseMessage("checked");
        }
    }

    @Test
    @DisplayName("a named one is found by its name, refused twice, and gone after deletion")
    void named() {
        NetNamespace created = NetNamespace.create(NAME);
        try {
            String inside = created.call(NetNamespaceTest::where);
            try (NetNamespace again = NetNamespace.open(NAME)) {
                assertThat(again.call(NetNamespaceTest::where)).isEqualTo(inside);
            }
            assertThatThrownBy(() -> NetNamespace.create(NAME))
                .satisfies(e -> assertThat(((NativeException) e).errno()).isEqualTo(Errno.EEXIST));
        } finally {
            created.delete();
        }
        assertThat(Path.of("/run/netns", NAME)).doesNotExist();
        assertThatThrownBy(() -> NetNamespace.open(NAME))
            .satisfies(e -> assertThat(((NativeException) e).errno()).isEqualTo(Errno.ENOENT));
    }

    @Test
    @DisplayName("names that would leave the directory are refused")
    void badNames() {
        assertThatThrownBy(() -> NetNamespace.open("../x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> NetNamespace.open("")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> NetNamespace.create(".")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @DisplayName("the current one can be held and entered from elsewhere")
    void current() {
        String outside = where();
        try (NetNamespace here = NetNamespace.current(); NetNamespace there = NetNamespace.anonymous()) {
            assertThat(there.<String>call(() -> here.call(NetNamespaceTest::where))).isEqualTo(outside);
        }
    }
}
