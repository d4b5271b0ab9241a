package io.tributary.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pcap4j.core.NotOpenException;
import org.pcap4j.core.PcapHandle;
import org.pcap4j.core.PcapNativeException;
import org.pcap4j.core.Pcaps;

class PcapNgWriterTest {
    private static final long TIME_NS = 1_700_000_000_123_456_789L;

    @TempDir
    private Path folder;

    private Path capture(List<byte[]> packets, String... interfaces) throws IOException {
        Path file = folder.resolve("capture.pcapng");
        try (PcapNgWriter writer = new PcapNgWriter(Files.newByteChannel(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE), "a test")) {
            PacketRecorder first = writer.addInterface(interfaces[0]);
            if (interfaces.length > 1) {
                writer.addInterface(interfaces[1]);
            }
            for (int i = 0; i < packets.size(); i++) {
                UnsafeBuffer packet = new UnsafeBuffer(packets.get(i));
                if (i % 2 == 0) {
                    first.record(TIME_NS + i, true, packet, 0, packet.capacity());
                } else {
                    writer.write(interfaces.length - 1, TIME_NS + i, false, "remark " + i + " \u00fc", packet, 0, packet.capacity());
                }
            }
        }
        return file;
    }

    private static List<byte[]> packets() {
        List<byte[]> packets = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            packets.add(i < 5 ? TestPackets.tcp4(i, new byte[i * 300]) : TestPackets.tcp6(i, new byte[i]));
        }
        packets.add(TestPackets.tcp4(9, new byte[60_000]));
        return packets;
    }

    @Test
    @DisplayName("libpcap reads back every packet with its nanoseconds")
    void readByLibpcap() throws IOException, NotOpenException, PcapNativeException {
        requireLibpcap();
        List<byte[]> packets = packets();
        try (PcapHandle handle = Pcaps.openOffline(capture(packets, "tun").toString(), PcapHandle.TimestampPrecision.NANO)) {
            for (int i = 0; i < packets.size(); i++) {
                assertThat(handle.getNextRawPacket()).isEqualTo(packets.get(i));
                Timestamp t = handle.getTimestamp();
                assertThat(t.getTime() / 1000).isEqualTo(TIME_NS / 1_000_000_000);
                assertThat(t.getNanos()).isEqualTo((int) ((TIME_NS + i) % 1_000_000_000));
            }
            assertThat(handle.getNextRawPacket()).isNull();
        }
    }

    @Test
    @DisplayName("tshark sees interface names, directions, comments, times and nothing malformed")
    void readByTshark() throws IOException, InterruptedException {
        List<String> fields = List.of("frame.interface_name", "frame.packet_flags", "frame.comment",
            "frame.time_epoch", "frame.len", "tcp.checksum.status", "_ws.expert.message");
        List<String> command = new ArrayList<>(List.of("tshark", "-n", "-r", capture(packets(), "wifi", "lte").toString(), "-T", "fields", "-E", "separator=|",
            "-o", "tcp.check_checksum:TRUE"));
        fields.forEach(f -> command.addAll(List.of("-e", f)));
        List<String> lines = run(command);
        assertThat(lines).hasSize(10);
        assertThat(lines.get(0)).startsWith("wifi|0x00000001||1700000000.123456789|40|1|");
        assertThat(lines.get(1)).startsWith("lte|0x00000002|remark 1 \u00fc|1700000000.123456790|340|1|");
        assertThat(lines.get(8)).startsWith("wifi|0x00000001||1700000000.123456797|68|1|");
        assertThat(lines.get(9)).startsWith("lte|0x00000002|remark 9 \u00fc|1700000000.123456798|60040|1|");
        assertThat(lines).noneMatch(l -> l.contains("alformed"));
    }

    @Test
    @DisplayName("blocks are those of the format, octet by octet")
    void octets() {
        UnsafeBuffer b = new UnsafeBuffer(new byte[200]);
        int n = PcapNgEncoder.packet(b, 0, 3, 0x0102_0304_0506_0708L, false, "", new UnsafeBuffer(new byte[] {9, 8, 7, 6, 5}), 1, 3);
        assertThat(hex(b, n)).isEqualTo("06000000" + "30000000" + "03000000" + "04030201" + "08070605" + "03000000" + "03000000"
            + "08070600" + "02000400" + "02000000" + "00000000" + "30000000");
        n = PcapNgEncoder.networkInterface(b, 0, "eth");
        assertThat(hex(b, n)).isEqualTo("01000000" + "28000000" + "65000000" + "00000400" + "02000300" + "65746800"
            + "09000100" + "09000000" + "00000000" + "28000000");
        n = PcapNgEncoder.section(b, 0, "ab");
        assertThat(hex(b, n)).isEqualTo("0a0d0d0a" + "28000000" + "4d3c2b1a" + "01000000" + "ffffffffffffffff"
            + "04000200" + "61620000" + "00000000" + "28000000");
    }

    @Test
    @DisplayName("the bound is enough for any packet and comment")
    void bound() {
        for (int length = 0; length < 9; length++) {
            for (String comment : List.of("", "a", "ab", "abc", "\u20ac\u20ac", "\u20ac")) {
                UnsafeBuffer b = new UnsafeBuffer(new byte[PcapNgEncoder.packetBound(length, comment)]);
                int n = PcapNgEncoder.packet(b, 0, 0, 0, true, comment, new UnsafeBuffer(new byte[9]), 0, length);
                assertThat(n).isLessThanOrEqualTo(b.capacity()).isEqualTo(b.getInt(4)).isEqualTo(b.getInt(n - 4));
                assertThat(n % 4).isZero();
            }
        }
    }

    @Test
    @DisplayName("thousands of large packets go through the buffer in pieces")
    void large() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        long expected;
        try (PcapNgWriter writer = new PcapNgWriter(Channels.newChannel(out), "x")) {
            PacketRecorder r = writer.addInterface("i");
            writer.flush();
            expected = out.size();
            for (int i = 0; i < 1000; i++) {
                r.record(i, true, new UnsafeBuffer(new byte[10_000]), 0, 10_000);
                expected += 10_000 + 44;
            }
        }
        assertThat(out.size()).isEqualTo(expected);
    }

    @Test
    @DisplayName("a full disk costs the capture, not the traffic, and is told at the end")
    void failure() throws IOException {
        int[] room = {300_000};
        PcapNgWriter writer = new PcapNgWriter(new WritableByteChannel() {
            @Override
            public int write(ByteBuffer src) throws IOException {
                if (src.remaining() > room[0]) {
                    throw new IOException("disk full");
                }
                int n = src.remaining();
                room[0] -= n;
                src.position(src.limit());
                return n;
            }

            @Override
            public boolean isOpen() {
                return true;
            }

            @Override
            public void close() {
                room[0] = -1;
            }
        }, "x");
        PacketRecorder r = writer.addInterface("i");
        UnsafeBuffer packet = new UnsafeBuffer(new byte[100_000]);
        for (int i = 0; i < 30; i++) {
            r.record(i, true, packet, 0, packet.capacity());
        }
        assertThat(writer.lost()).isGreaterThan(10);
        assertThatThrownBy(writer::close).isInstanceOf(IOException.class).hasMessage("disk full");
        assertThat(room[0]).isEqualTo(-1);
    }

    private static String hex(UnsafeBuffer b, int length) {
        StringBuilder s = new StringBuilder();
        for (int i = 0; i < length; i++) {
            s.append(String.format("%02x", b.getByte(i)));
        }
        return s.toString();
    }

    private static void requireLibpcap() {
        try {
            Pcaps.libVersion();
        } catch (UnsatisfiedLinkError | NoClassDefFoundError e) {
            skip("libpcap is not installed");
        }
    }

    private static List<String> run(List<String> command) throws IOException, InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        } catch (IOException e) {
            skip("tshark is not installed");
            return List.of();
        }
        List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        return lines;
    }

    private static void skip(String reason) {
        assertThat(System.getenv("CI")).as(reason).isNotEqualTo("true");
        Assumptions.abort(reason);
    }
}
