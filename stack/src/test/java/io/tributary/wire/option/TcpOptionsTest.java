package io.tributary.wire.option;

import io.tributary.wire.Bytes;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

class TcpOptionsTest {
    private final TcpOptions options = new TcpOptions();
    private final OptionPlan plan = new OptionPlan();

    private TcpOptions parse(String hex) {
        UnsafeBuffer b = Bytes.exactly(Bytes.hex(hex));
        return options.parse(b, 0, b.capacity());
    }

    @Test
    @DisplayName("TCP-MUST-4 the options of a usual SYN are all found")
    void usualSyn() {
        parse("020405b4 0402 080a 00000001 00000000 01 030307 00");
        assertThat(options.hasMss()).isTrue();
        assertThat(options.mss()).isEqualTo(1460);
        assertThat(options.sackPermitted()).isTrue();
        assertThat(options.hasTimestamps()).isTrue();
        assertThat(options.tsVal()).isEqualTo(1);
        assertThat(options.tsEcr()).isZero();
        assertThat(options.hasWindowScale()).isTrue();
        assertThat(options.windowScale()).isEqualTo(7);
        assertThat(options.malformed()).isFalse();
        assertThat(options.mptcpCount()).isZero();
    }

    @Test
    @DisplayName("TCP-MUST-64 options are found at any octet offset")
    void anyOffset() {
        for (int nops = 0; nops < 20; nops++) {
            parse("01".repeat(nops) + "080a 80000001 fffffffe" + "1e0c1234 01020304 05060708");
            assertThat(options.tsVal()).isEqualTo(0x80000001);
            assertThat(options.tsEcr()).isEqualTo(0xfffffffe);
            assertThat(options.mptcpCount()).isEqualTo(1);
            assertThat(options.mptcpAt(0)).isEqualTo(nops + 10);
            assertThat(options.mptcpLength(0)).isEqualTo(12);
        }
    }

    @Test
    @DisplayName("TCP-MUST-6 unknown options are skipped, what follows them counts")
    void unknown() {
        parse("fd05aabbcc 1c0400aa 0204ffff");
        assertThat(options.mss()).isEqualTo(65_535);
        assertThat(options.malformed()).isFalse();
    }

    @Test
    @DisplayName("TCP-MUST-7 lengths 0, 1 and beyond the header end the walk; what came before counts, nothing after does")
    void hostileLengths() {
        for (String bad : new String[] {"fd00", "fd01", "fd08 030307 0402", "0200", "0201", "1e00", "1e01", "0808"}) {
            parse("0204 05b4" + bad);
            assertThat(options.malformed()).as(bad).isTrue();
            assertThat(options.mss()).isEqualTo(1460);
            assertThat(options.hasWindowScale()).as(bad).isFalse();
        }
        parse("fd07 030307 0402");
        assertThat(options.malformed()).as("exactly to the end is legal").isFalse();
    }

    @Test
    @DisplayName("TCP-MUST-7 a kind octet at the very end has no length and is malformed; NOP and EOL are not")
    void kindAtTheEnd() {
        assertThat(parse("010102").malformed()).isTrue();
        assertThat(parse("01011e").malformed()).isTrue();
        assertThat(parse("010101").malformed()).isFalse();
        assertThat(parse("010100").malformed()).isFalse();
        assertThat(parse("").malformed()).isFalse();
    }

    @Test
    @DisplayName("TCP-MUST-4 nothing after end-of-list counts")
    void endOfList() {
        parse("00 020405b4 fd00");
        assertThat(options.hasMss()).isFalse();
        assertThat(options.malformed()).isFalse();
    }

    @Test
    @DisplayName("TCP-MUST-14 MSS has length 4 only")
    void mssLength() {
        assertThat(parse("020305 01").hasMss()).isFalse();
        assertThat(parse("0205 05b4 00").hasMss()).isFalse();
        assertThat(parse("0204 0000").mss()).isZero();
        assertThat(options.hasMss()).isTrue();
    }

    @Test
    @DisplayName("R7323-2.3-1 a shift of 14 stays, 15 to 255 count as 14; lengths other than 3 do not count")
    void windowScale() {
        assertThat(parse("03030e").windowScale()).isEqualTo(14);
        assertThat(parse("03030f").windowScale()).isEqualTo(14);
        assertThat(parse("0303ff").windowScale()).isEqualTo(14);
        assertThat(parse("030300").hasWindowScale()).isTrue();
        assertThat(options.windowScale()).isZero();
        assertThat(parse("0302 01").hasWindowScale()).isFalse();
        assertThat(parse("0304 0101").hasWindowScale()).isFalse();
    }

    @Test
    @DisplayName("R7323-3.2-1 timestamps have length 10 only")
    void timestampLength() {
        assertThat(parse("0809 00000001 000000").hasTimestamps()).isFalse();
        assertThat(parse("080b 00000001 00000002 00").hasTimestamps()).isFalse();
        assertThat(parse("080a 00000001 00000002").hasTimestamps()).isTrue();
    }

    @Test
    @DisplayName("R2018-4-3 a SACK option has 2 + 8n octets, n from 1 to 4")
    void sackLengths() {
        for (int size = 2; size <= 40; size++) {
            parse(String.format("05%02x", size) + "00".repeat(size - 2));
            boolean legal = size == 10 || size == 18 || size == 26 || size == 34;
            assertThat(options.sackBlocks()).as("length %d", size).isEqualTo(legal ? (size - 2) / 8 : 0);
            assertThat(options.malformed()).isFalse();
        }
        parse("0512 00000001 80000000 fffffffe ffffffff");
        assertThat(options.sackLeft(0)).isEqualTo(1);
        assertThat(options.sackRight(0)).isEqualTo(0x80000000);
        assertThat(options.sackLeft(1)).isEqualTo(-2);
        assertThat(options.sackRight(1)).isEqualTo(-1);
        assertThat(parse("0403 00").sackPermitted()).as("SACK-permitted has length 2").isFalse();
    }

    @Test
    @DisplayName("R7413-4.1-1 Fast Open: length 2, or 6 to 18 and even")
    void fastOpenLengths() {
        for (int size = 2; size <= 24; size++) {
            parse(String.format("22%02x", size) + "00".repeat(size - 2));
            boolean legal = size == 2 || size >= 6 && size <= 18 && size % 2 == 0;
            assertThat(options.hasFastOpen()).as("length %d", size).isEqualTo(legal);
            if (legal) {
                assertThat(options.fastOpenLength()).isEqualTo(size - 2);
                assertThat(options.fastOpenAt()).isEqualTo(2);
            }
        }
    }

    @Test
    @DisplayName("DD of duplicates the first MSS, scale, timestamps, SACK and Fast Open option counts")
    void duplicates() {
        parse("020400010204000203030103030222022206aabbccdd");
        assertThat(options.mss()).isEqualTo(1);
        assertThat(options.windowScale()).isEqualTo(1);
        assertThat(options.fastOpenLength()).isZero();
        parse("080a0000000100000002080a0000000300000004050a0000000500000006");
        assertThat(options.tsVal()).isEqualTo(1);
        parse("050a0000000500000006050a0000000700000008");
        assertThat(options.sackBlocks()).isEqualTo(1);
        assertThat(options.sackLeft(0)).isEqualTo(5);
    }

    @Test
    @DisplayName("MPTCP-3-1 kind 30 needs a subtype: length 2 is no MPTCP option; eight are remembered")
    void mptcpOptions() {
        assertThat(parse("1e02 01").mptcpCount()).isZero();
        assertThat(parse("1e03 50").mptcpCount()).isEqualTo(1);
        parse("1e0350".repeat(8));
        assertThat(options.mptcpCount()).isEqualTo(8);
        assertThat(options.mptcpAt(7)).isEqualTo(21);
        parse("1e0350".repeat(13));
        assertThat(options.mptcpCount()).isEqualTo(8);
        assertThat(options.malformed()).isFalse();
    }

    @Test
    @DisplayName("DD a reused parser remembers nothing of the segment before")
    void reuse() {
        parse("020405b4 0402 030307 2202 050a0000000100000002 1e0350");
        parse("");
        assertThat(options.hasMss() || options.sackPermitted() || options.hasWindowScale() || options.hasFastOpen()).isFalse();
        assertThat(options.sackBlocks() + options.mptcpCount()).isZero();
    }

    @Test
    @DisplayName("TCP-MUST-68 what the writers put is what the parser finds")
    void roundTrip() {
        Random random = new Random(30);
        for (int n = 0; n < 5_000; n++) {
            plan.reset();
            int mss = random.nextInt(0x10000);
            int shift = random.nextInt(15);
            int val = random.nextInt();
            int ecr = random.nextInt();
            assertThat(TcpOptionWriter.mss(plan, mss)).isTrue();
            assertThat(TcpOptionWriter.sackPermitted(plan)).isTrue();
            assertThat(TcpOptionWriter.timestamps(plan, val, ecr)).isTrue();
            assertThat(TcpOptionWriter.windowScale(plan, shift)).isTrue();
            assertThat(plan.length()).isEqualTo(19);
            int sackAt = TcpOptionWriter.beginSack(plan);
            assertThat(TcpOptionWriter.addSackBlock(plan, sackAt, val, ecr)).isTrue();
            assertThat(TcpOptionWriter.addSackBlock(plan, sackAt, ecr, val)).isTrue();
            assertThat(TcpOptionWriter.addSackBlock(plan, sackAt, 0, 0)).as("37 bytes: no room").isFalse();
            options.parse(plan.buffer(), 0, plan.length());
            assertThat(options.mss()).isEqualTo(mss);
            assertThat(options.sackPermitted()).isTrue();
            assertThat(options.tsVal()).isEqualTo(val);
            assertThat(options.tsEcr()).isEqualTo(ecr);
            assertThat(options.windowScale()).isEqualTo(shift);
            assertThat(options.sackBlocks()).isEqualTo(2);
            assertThat(options.sackRight(1)).isEqualTo(val);
        }
    }

    @Test
    @DisplayName("R2018-4-3 a SACK option takes four blocks, and starts only where one fits")
    void sackRoom() {
        int at = TcpOptionWriter.beginSack(plan.reset());
        for (int i = 0; i < 4; i++) {
            assertThat(TcpOptionWriter.addSackBlock(plan, at, i, i + 1)).isTrue();
        }
        assertThat(plan.length()).isEqualTo(34);
        assertThat(TcpOptionWriter.addSackBlock(plan, at, 9, 10)).isFalse();
        assertThat(options.parse(plan.buffer(), 0, 34).sackBlocks()).isEqualTo(4);
        plan.reset().nops(30);
        assertThat(TcpOptionWriter.beginSack(plan)).isEqualTo(30);
        plan.reset().nops(31);
        assertThat(TcpOptionWriter.beginSack(plan)).isEqualTo(-1);
        assertThat(plan.length()).isEqualTo(31);
    }

    @Test
    @DisplayName("TCP-MUST-68 writers refuse what does not fit and leave the plan as it was")
    void noRoom() {
        plan.reset().nops(38);
        assertThat(TcpOptionWriter.mss(plan, 1460)).isFalse();
        assertThat(TcpOptionWriter.windowScale(plan, 1)).isFalse();
        assertThat(TcpOptionWriter.timestamps(plan, 1, 2)).isFalse();
        assertThat(plan.length()).isEqualTo(38);
        assertThat(TcpOptionWriter.sackPermitted(plan)).isTrue();
        assertThat(plan.length()).isEqualTo(40);
        assertThat(TcpOptionWriter.sackPermitted(plan)).isFalse();
    }

    @Test
    @DisplayName("R7413-4.1-1 cookies of 0, 4 to 16 even octets are written, others refused")
    void fastOpenWriter() {
        UnsafeBuffer cookie = Bytes.exactly(Bytes.hex("00112233445566778899aabbccddeeff0011"));
        for (int length = 0; length <= 18; length++) {
            boolean legal = length == 0 || length >= 4 && length <= 16 && length % 2 == 0;
            assertThat(TcpOptionWriter.fastOpen(plan.reset(), cookie, 0, length)).as("cookie of %d", length).isEqualTo(legal);
            assertThat(plan.length()).isEqualTo(legal ? 2 + length : 0);
            if (legal) {
                options.parse(plan.buffer(), 0, plan.length());
                assertThat(options.hasFastOpen()).isTrue();
                assertThat(Bytes.hex(plan.buffer(), options.fastOpenAt(), options.fastOpenLength()))
                    .isEqualTo(Bytes.hex(cookie, 0, length));
            }
        }
    }
}
