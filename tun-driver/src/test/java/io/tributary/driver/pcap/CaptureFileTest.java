package io.tributary.driver.pcap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.device.PcapNgWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every kind of file that is read, and every way in which one can end. */
class CaptureFileTest {
    private static final byte[] ONE = {1, 2, 3};
    private static final byte[] TWO = {4, 5, 6, 7, 8};

    private record Read(long timeNs, int linkType, List<Byte> bytes, int original) {
    }

    private static List<Byte> list(byte... bytes) {
        List<Byte> l = new ArrayList<>();
        for (byte b : bytes) {
            l.add(b);
        }
        return l;
    }

    private static Read read(long timeNs, int linkType, byte[] bytes, int original) {
        return new Read(timeNs, linkType, list(bytes), original);
    }

    private String problem;

    private List<Read> readAll(byte[] file) throws IOException {
        List<Read> all = new ArrayList<>();
        try (CaptureFile f = CaptureFile.read(new ByteArrayInputStream(file))) {
            problem = f.forEach((timeNs, linkType, buffer, at, length, original) -> {
                byte[] b = new byte[length];
                buffer.getBytes(at, b);
                all.add(read(timeNs, linkType, b, original));
            });
        }
        return all;
    }

    private static CaptureBytes file(boolean big) {
        return new CaptureBytes(big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    }

    @ParameterizedTest(name = "pcap with micro- and nanoseconds, big endian {0}")
    @ValueSource(booleans = {true, false})
    void pcap(boolean big) throws IOException {
        assertThat(readAll(file(big).pcap(0xa1b2c3d4L, 1).packet(4_000_000_000L, 999_999, ONE, 3).packet(5, 6, TWO, 1500).bytes()))
            .containsExactly(read(4_000_000_000_999_999_000L, 1, ONE, 3), read(5_000_006_000L, 1, TWO, 1500));
        assertThat(problem).isNull();
        assertThat(readAll(file(big).pcap(0xa1b23c4dL, 101 | 0x1400_0000).packet(5, 6, TWO, 2).bytes())).containsExactly(read(5_000_000_006L, 101, TWO, 5));
    }

    @ParameterizedTest(name = "pcapng with several interfaces, resolutions and kinds of blocks, big endian {0}")
    @ValueSource(booleans = {true, false})
    void pcapng(boolean big) throws IOException {
        CaptureBytes f = file(big).section().networkInterface(1, 6, 0).networkInterface(276, 9, 100).networkInterface(101, 0x80 | 10, 0)
            .networkInterface(101, 12, 0);
        f.block(4, f.body().u32(0)).enhanced(1, 5_000_000_007L, ONE, 3).enhanced(0, 9, TWO, 99).enhanced(2, (3L << 10) + 512, ONE, 3)
            .enhanced(3, 7_000, TWO, 5).block(3, f.body().u32(5).padded(TWO))
            .block(2, f.body().u16(1, 7).u32(0, 11, 3, 3).padded(ONE)).block(0x0bad, f.body().u32(1, 2, 3));
        assertThat(readAll(f.bytes())).containsExactly(read(105_000_000_007L, 276, ONE, 3), read(9_000L, 1, TWO, 99), read(3_500_000_000L, 101, ONE, 3),
            read(7, 101, TWO, 5), read(0, 1, TWO, 5), read(100_000_000_011L, 276, ONE, 3));
        assertThat(problem).isNull();
    }

    @Test
    @DisplayName("a second section may have another byte order and has its own interfaces")
    void sections() throws IOException {
        byte[] first = file(true).section().networkInterface(1, 9, 0).enhanced(0, 1, ONE, 3).bytes();
        byte[] second = file(false).section().networkInterface(101, 9, 0).enhanced(0, 2, TWO, 5).bytes();
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        assertThat(readAll(both)).containsExactly(read(1, 1, ONE, 3), read(2, 101, TWO, 5));
        byte[] forgotten = Arrays.copyOf(first, first.length);
        assertThat(readAll(new CaptureBytes(ByteOrder.BIG_ENDIAN).raw(forgotten).section().enhanced(0, 1, ONE, 3).bytes())).hasSize(1);
        assertThat(problem).contains("names interface 0 of 0");
    }

    @Test
    @DisplayName("a file cut at any byte gives the packets before the cut, and says where it ends")
    void cutAnywhere() throws IOException {
        byte[] pcap = file(false).pcap(0xa1b2c3d4L, 1).packet(1, 1, ONE, 3).packet(2, 2, TWO, 5).bytes();
        byte[] pcapng = file(true).section().networkInterface(1, 9, 0).enhanced(0, 1, ONE, 3).enhanced(0, 2, TWO, 5).bytes();
        for (byte[] file : List.of(pcap, pcapng)) {
            int problems = 0;
            for (int n = 0; n < file.length; n++) {
                int packets = readAll(Arrays.copyOf(file, n)).size();
                assertThat(packets).isLessThan(2);
                problems += problem == null ? 0 : 1;
            }
            assertThat(problems).as("all but the cuts between two packets").isGreaterThanOrEqualTo(file.length - 4);
            assertThat(readAll(file)).hasSize(2);
        }
    }

    @Test
    @DisplayName("lengths that cannot be end reading without taking memory for them")
    void impossibleLengths() throws IOException {
        assertThat(readAll(file(false).pcap(0xa1b2c3d4L, 1).u32(1, 1, 262_145, 262_145).bytes())).isEmpty();
        assertThat(problem).isEqualTo("packet 1 claims 262145 bytes, the rest of the file is not readable");
        byte[] largest = new byte[262_144];
        largest[262_143] = 9;
        assertThat(readAll(file(false).pcap(0xa1b2c3d4L, 1).packet(1, 1, largest, 262_144).bytes()).get(0).bytes()).hasSize(262_144).endsWith((byte) 9);
        for (long length : new long[] {0, 4, 11, 13, 0xffff_fff0L}) {
            assertThat(readAll(file(true).section().u32(6, length, 0).bytes())).isEmpty();
            assertThat(problem).isNotNull();
        }
        CaptureBytes f = file(true).section().networkInterface(1, 9, 0);
        assertThat(readAll(f.block(6, f.body().u32(0, 0, 0, 5, 5).padded(ONE)).bytes())).isEmpty();
        assertThat(problem).contains("claims 5 bytes");
        f = file(true).section();
        assertThat(readAll(f.block(3, f.body().u32(3).padded(ONE)).bytes())).isEmpty();
        assertThat(problem).contains("an interface that was not described");
    }

    @Test
    @DisplayName("1024 interfaces are read, one more is not believed")
    void interfaces() throws IOException {
        CaptureBytes f = file(false).section();
        for (int i = 0; i < 1024; i++) {
            f.block(1, f.body().u16(1, 0).u32(0));
        }
        assertThat(readAll(f.enhanced(1023, 1, ONE, 3).bytes())).containsExactly(read(1000, 1, ONE, 3));
        assertThat(readAll(f.block(1, f.body().u16(1, 0).u32(0)).enhanced(0, 1, ONE, 3).bytes())).hasSize(1);
        assertThat(problem).contains("1024 interfaces");
    }

    @Test
    @DisplayName("what is no capture is told so, and what is not there is the operating system's error")
    void noCapture() throws IOException {
        assertThat(readAll("#!/bin/sh\n".getBytes(StandardCharsets.US_ASCII))).isEmpty();
        assertThat(problem).isEqualTo("not a capture file: neither pcap nor pcapng");
        assertThat(readAll(new byte[0])).isEmpty();
        assertThat(problem).isNotNull();
        assertThatThrownBy(() -> CaptureFile.open(Path.of("/nonexistent/x.pcap"))).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    @DisplayName("what our own writer records comes back, with its nanoseconds")
    void ownWriter() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (PcapNgWriter w = new PcapNgWriter(Channels.newChannel(out), "test")) {
            w.addInterface("a");
            w.addInterface("b");
            w.write(1, 1_700_000_000_123_456_789L, true, "remark", new UnsafeBuffer(ONE), 0, 3);
            w.write(0, 1_700_000_000_123_456_790L, false, "", new UnsafeBuffer(TWO), 1, 4);
        }
        assertThat(readAll(out.toByteArray())).containsExactly(read(1_700_000_000_123_456_789L, 101, ONE, 3),
            read(1_700_000_000_123_456_790L, 101, Arrays.copyOfRange(TWO, 1, 5), 4));
        assertThat(problem).isNull();
    }
}
