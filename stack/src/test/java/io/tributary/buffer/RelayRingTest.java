package io.tributary.buffer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RelayRingTest {
    private final RelayRing ring = new RelayRing(16, 100);
    private final InboundStream in = ring.inbound();
    private final OutboundStream out = ring.outbound();

    private boolean store(long position, String text) {
        return in.store(position, text(text), 0, text.length());
    }

    private static UnsafeBuffer text(String text) {
        return new UnsafeBuffer(text.getBytes(StandardCharsets.US_ASCII));
    }

    private String sent(long from, long to) {
        return new String(Bytes.copy(out, from, (int) (to - from)), StandardCharsets.US_ASCII);
    }

    private String peek(int offset, int length) {
        UnsafeBuffer b = Bytes.empty(length);
        int n = ring.peek(offset, b, 0, length);
        return new String(Bytes.array(b, 0, n), StandardCharsets.US_ASCII);
    }

    @Test
    @DisplayName("what one end stores out of order the other sends in order")
    void passesThrough() {
        assertThat(store(5, "world")).isTrue();
        assertThat(out.limit()).isZero();
        store(0, "hello");
        in.contiguousUpTo(10);
        assertThat(out.limit()).isEqualTo(10);
        assertThat(sent(0, 10)).isEqualTo("helloworld");
        assertThat(ring.bytes()).isEqualTo(10);
    }

    @Test
    @DisplayName("free space is the storing end's window: closes with bytes on their way, opens with acknowledgments")
    void backPressure() {
        assertThat(in.window()).isEqualTo(100);
        Bytes.store(in, 0, 100);
        in.contiguousUpTo(100);
        assertThat(in.window()).isZero();
        assertThat(Bytes.store(in, 100, 1)).isFalse();
        out.acknowledged(30);
        assertThat(in.window()).isEqualTo(30);
        assertThat(Bytes.store(in, 100, 31)).isFalse();
        assertThat(Bytes.store(in, 100, 30)).isTrue();
        in.contiguousUpTo(130);
        assertThat(Bytes.copy(out, 30, 100)).isEqualTo(Bytes.expected(30, 100));
    }

    @Test
    @DisplayName("MPTCP-3.3.5-4 what is promised to one side is kept for the other until it is acknowledged: the send buffer is the receive buffer")
    void sendsAsMuchAsItReceives() {
        long promised = in.mostWindow();
        assertThat(out.room()).as("the writer could add all of it").isEqualTo(promised);
        Bytes.store(in, 0, (int) promised);
        in.contiguousUpTo(promised);
        assertThat(out.limit()).isEqualTo(promised);
        assertThat(Bytes.copy(out, 0, (int) promised)).isEqualTo(Bytes.expected(0, (int) promised));
        assertThat(out.room()).as("nothing acknowledged: the writer waits").isZero();
        out.acknowledged(40);
        assertThat(out.room()).isEqualTo(40);
        assertThat(in.window()).isEqualTo(40);
    }

    @Test
    @DisplayName("a request at the head is consumed, the sending end begins behind it")
    void discard() {
        ring.hold(true);
        store(0, "REQdata");
        in.contiguousUpTo(7);
        assertThat(out.limit()).isZero();
        assertThat(ring.available()).isEqualTo(7);
        assertThat(peek(0, 3)).isEqualTo("REQ");
        assertThat(peek(3, 10)).isEqualTo("data");
        ring.discard(3);
        assertThat(ring.available()).isEqualTo(4);
        assertThat(out.limit()).isZero();
        ring.hold(false);
        assertThat(ring.available()).isZero();
        assertThat(out.limit()).isEqualTo(4);
        assertThat(sent(0, 4)).isEqualTo("data");
        assertThat(ring.bytes()).isEqualTo(4);
        assertThat(in.window()).isEqualTo(96);
    }

    @Test
    @DisplayName("a reply is put in front of what the storing end brings, several in their order")
    void prefix() {
        assertThat(ring.prefix(text("xREP"), 1, 3)).isEqualTo(3);
        assertThat(out.limit()).isEqualTo(3);
        assertThat(sent(0, 3)).isEqualTo("REP");
        ring.prefix(text("LY:"), 0, 3);
        store(0, "data");
        in.contiguousUpTo(4);
        assertThat(out.limit()).isEqualTo(10);
        assertThat(sent(0, 10)).isEqualTo("REPLY:data");
        assertThat(ring.bytes()).isEqualTo(4);
        out.acknowledged(8);
        assertThat(sent(8, 10)).isEqualTo("ta");
        assertThat(ring.drained()).isFalse();
        out.acknowledged(10);
        assertThat(ring.drained()).isTrue();
        assertThat(ring.capacity()).isZero();
    }

    @Test
    @DisplayName("a prefix does not take back the window that was promised before")
    void prefixKeepsPromise() {
        assertThat(in.window()).isEqualTo(100);
        ring.prefix(Bytes.from(0, 40), 0, 40);
        assertThat(in.window()).isEqualTo(100);
        assertThat(Bytes.store(in, 0, 100)).isTrue();
        in.contiguousUpTo(100);
        assertThat(Bytes.copy(out, 0, 40)).isEqualTo(Bytes.expected(0, 40));
        assertThat(Bytes.copy(out, 40, 100)).isEqualTo(Bytes.expected(0, 100));
        out.acknowledged(40);
        assertThat(in.window()).isZero();
        out.acknowledged(41);
        assertThat(in.window()).isEqualTo(1);
    }

    @Test
    @DisplayName("a far reply is consumed and our own put in its place while data waits behind")
    void discardThenPrefix() {
        ring.hold(true);
        store(0, "far|data");
        in.contiguousUpTo(8);
        ring.prefix(text("1"), 0, 1);
        ring.discard(4);
        ring.prefix(text("2345"), 0, 4);
        assertThat(peek(0, 8)).isEqualTo("data");
        assertThat(sent(0, out.limit())).isEqualTo("12345");
        ring.hold(false);
        assertThat(sent(0, out.limit())).isEqualTo("12345data");
    }

    @Test
    @DisplayName("a prefix sent and acknowledged in part is followed by another")
    void prefixWhileSending() {
        ring.prefix(text("abcd"), 0, 4);
        out.acknowledged(2);
        ring.prefix(text("ef"), 0, 2);
        assertThat(sent(2, out.limit())).isEqualTo("cdef");
        out.acknowledged(6);
        assertThat(ring.drained()).isTrue();
        ring.prefix(text("gh"), 0, 2);
        assertThat(sent(6, out.limit())).isEqualTo("gh");
    }

    @Test
    @DisplayName("no prefix once the sending end has been given data, or more than the maximum")
    void prefixLimits() {
        assertThat(ring.prefix(Bytes.from(0, 100), 0, 101)).isZero();
        assertThat(ring.prefix(Bytes.from(0, 100), 0, 100)).isEqualTo(100);
        assertThat(ring.prefix(Bytes.from(0, 1), 0, 1)).isZero();
        store(0, "x");
        in.contiguousUpTo(1);
        assertThatThrownBy(() -> ring.prefix(text("y"), 0, 1)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> ring.discard(1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @DisplayName("on hold the sending end sees neither bytes nor the end; both come when released")
    void holdMidStream() {
        store(0, "one");
        in.contiguousUpTo(3);
        ring.hold(true);
        store(3, "two");
        in.contiguousUpTo(6);
        in.ended();
        assertThat(out.limit()).isEqualTo(3);
        assertThat(out.ended()).isFalse();
        assertThat(ring.available()).isEqualTo(3);
        ring.hold(false);
        assertThat(out.limit()).isEqualTo(6);
        assertThat(out.ended()).isTrue();
        assertThat(sent(0, 6)).isEqualTo("onetwo");
    }

    @Test
    @DisplayName("the storing end's end becomes the sending end's")
    void endPropagates() {
        store(0, "bye");
        in.contiguousUpTo(3);
        assertThat(out.ended()).isFalse();
        in.ended();
        assertThat(out.ended()).isTrue();
        assertThat(out.limit()).isEqualTo(3);
    }

    @Test
    @DisplayName("ended from here, nothing the storing end brings is sent any more")
    void endFromHere() {
        ring.prefix(text("error"), 0, 5);
        store(3, "later");
        ring.end();
        assertThat(store(0, "abc")).isFalse();
        in.contiguousUpTo(8);
        assertThat(out.ended()).isTrue();
        assertThat(out.limit()).isEqualTo(5);
        assertThat(ring.bytes()).isZero();
    }

    @Test
    @DisplayName("bells: the sender's for bytes and end, the receiver's for room worth telling")
    void doorbells() {
        AtomicInteger sender = new AtomicInteger();
        AtomicInteger receiver = new AtomicInteger();
        ring.doorbells(sender::incrementAndGet, receiver::incrementAndGet);
        Bytes.store(in, 0, 99);
        assertThat(sender).hasValue(0);
        in.contiguousUpTo(99);
        assertThat(sender).hasValue(1);
        out.acknowledged(49);
        assertThat(receiver).hasValue(0);
        out.acknowledged(50);
        assertThat(receiver).hasValue(1);
        in.ended();
        assertThat(sender).hasValue(2);
        ring.hold(true);
        ring.hold(false);
        assertThat(sender).hasValue(3);
    }

    @Test
    @DisplayName("without memory stores and prefixes are refused")
    void noMemory() {
        PooledRingAllocator allocator = new PooledRingAllocator(15, 1, false);
        RelayRing poor = new RelayRing(16, 100, allocator);
        assertThat(poor.prefix(text("a"), 0, 1)).isZero();
        assertThat(Bytes.store(poor.inbound(), 0, 1)).isFalse();
        assertThat(poor.outbound().limit()).isZero();
    }
}
