package io.tributary.wire.option;

import io.tributary.wire.Bytes;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.tributary.wire.option.DssOption.ACK;
import static io.tributary.wire.option.DssOption.ACK_64;
import static io.tributary.wire.option.DssOption.DATA_FIN;
import static io.tributary.wire.option.DssOption.DSN_64;
import static io.tributary.wire.option.DssOption.MAPPING;
import static io.tributary.wire.option.DssOption.NO_CHECKSUM;
import static org.assertj.core.api.Assertions.assertThat;

class DssOptionTest {
    private static final long DSN = 0xe3db22c6785a0d46L;
    private static final long DATA_ACK = 0x9242218ce5ae59d0L;

    private final OptionPlan plan = new OptionPlan();
    private final DssOption option = new DssOption();

    @ParameterizedTest(name = "MPTCP 1.4 flags {0}: {1} octets, {2} with checksum")
    @DisplayName("MPTCP 1.4 length by flags")
    @CsvSource({
        "00, 4, 4", "01, 8, 8", "03, 12, 12", "04, 14, 16", "0c, 18, 20",
        "05, 18, 20", "0d, 22, 24", "07, 22, 24", "0f, 26, 28", "1f, 26, 28", "14, 14, 16"})
    void lengthByFlags(String hexFlags, int plain, int withChecksum) {
        int flags = Integer.parseInt(hexFlags, 16);
        assertThat(DssOption.length(flags, false)).isEqualTo(plain);
        assertThat(DssOption.length(flags, true)).isEqualTo(withChecksum);
    }

    @Test
    @DisplayName("MPTCP 1.4 any flags with any length: legal are exactly the expected one and, with M, two more")
    void legalLengths() {
        for (int octet3 = 0; octet3 < 256; octet3++) {
            for (int length = 3; length <= 40; length++) {
                byte[] b = new byte[length];
                b[0] = 30;
                b[1] = (byte) length;
                b[2] = 0x2f;
                if (length > 3) {
                    b[3] = (byte) octet3;
                }
                int ack = (octet3 & 1) == 0 ? 0 : (octet3 & 2) == 0 ? 4 : 8;
                int map = (octet3 & 4) == 0 ? 0 : (octet3 & 8) == 0 ? 10 : 14;
                boolean legal = length == 4 + ack + map || map > 0 && length == 4 + ack + map + 2;
                option.wrap(Bytes.exactly(b), 0, length);
                assertThat(option.isWellFormed()).as("flags %x, length %d", octet3, length).isEqualTo(legal);
                if (legal) {
                    assertThat(option.hasChecksum()).isEqualTo(length == 4 + ack + map + 2);
                }
            }
        }
    }

    @Test
    @DisplayName("MPTCP-3.3-1 every combination of flags, with and without checksum, is decoded as encoded")
    void roundTrip() {
        for (int flags = 0; flags < 32; flags++) {
            for (int checksum : new int[] {NO_CHECKSUM, 0, 0xffff}) {
                assertThat(DssOption.encode(plan.reset(), flags, DATA_ACK, DSN, 0x80000001, 65_535, checksum)).isTrue();
                UnsafeBuffer b = Bytes.exactly(Bytes.hex(Bytes.hex(plan.buffer(), 0, plan.length())));
                option.wrap(b, 0, b.capacity());
                assertThat(option.isWellFormed()).isTrue();
                assertThat(option.hasDataAck()).isEqualTo((flags & ACK) != 0);
                if (option.hasDataAck()) {
                    assertThat(option.isDataAck64()).isEqualTo((flags & ACK_64) != 0);
                    assertThat(option.dataAck()).isEqualTo(option.isDataAck64() ? DATA_ACK : DATA_ACK & 0xffff_ffffL);
                }
                assertThat(option.hasMapping()).isEqualTo((flags & MAPPING) != 0);
                if (option.hasMapping()) {
                    assertThat(option.isDsn64()).isEqualTo((flags & DSN_64) != 0);
                    assertThat(option.dsn()).isEqualTo(option.isDsn64() ? DSN : DSN & 0xffff_ffffL);
                    assertThat(option.ssn()).isEqualTo(0x80000001);
                    assertThat(option.dataLevelLength()).isEqualTo(65_535);
                    assertThat(option.hasDataFin()).isEqualTo((flags & DATA_FIN) != 0);
                    assertThat(option.hasChecksum()).isEqualTo(checksum != NO_CHECKSUM);
                    if (option.hasChecksum()) {
                        assertThat(option.checksum()).isEqualTo(checksum);
                    }
                } else {
                    assertThat(option.hasDataFin() || option.hasChecksum()).isFalse();
                }
            }
        }
    }

    @Test
    @DisplayName("MPTCP 1.4 the octets of a full DSS: 28 of them")
    void octets() {
        DssOption.encode(plan, ACK | ACK_64 | MAPPING | DSN_64, DATA_ACK, DSN, 1, 5, 0x2fe5);
        assertThat(Bytes.hex(plan.buffer(), 0, plan.length()))
            .isEqualTo("1e1c200f" + "9242218ce5ae59d0" + "e3db22c6785a0d46" + "00000001" + "0005" + "2fe5");
    }

    @Test
    @DisplayName("MPTCP-3.3.3-3 DATA_FIN without payload: SSN 0, length 1, its own DSN, checksum 73b7 of the pseudo-header")
    void dataFinAlone() {
        DssOption.encode(plan, MAPPING | DSN_64 | DATA_FIN, 0, 0xe3db22c6785a0d4bL, 0, 1, 0x73b7);
        assertThat(Bytes.hex(plan.buffer(), 0, plan.length()))
            .isEqualTo("1e14201c" + "e3db22c6785a0d4b" + "00000000" + "0001" + "73b7");
    }

    @Test
    @DisplayName("MPTCP-3.3-2 reserved bits, and a, m, F without A or M, are sent as 0")
    void meaninglessBits() {
        DssOption.encode(plan, 0xe0 | DSN_64 | ACK_64 | DATA_FIN, 0, 0, 0, 0, NO_CHECKSUM);
        assertThat(Bytes.hex(plan.buffer(), 0, plan.length())).isEqualTo("1e042000");
        DssOption.encodeAck(plan.reset(), DATA_ACK, false);
        assertThat(Bytes.hex(plan.buffer(), 0, plan.length())).isEqualTo("1e082001" + "e5ae59d0");
        DssOption.encodeAck(plan.reset(), DATA_ACK, true);
        assertThat(Bytes.hex(plan.buffer(), 0, plan.length())).isEqualTo("1e0c2003" + "9242218ce5ae59d0");
    }

    @Test
    @DisplayName("MPTCP-3.3-1 reserved bits are ignored when received")
    void reservedReceived() {
        UnsafeBuffer b = Bytes.exactly(Bytes.hex("1e082fe1 ffffffff"));
        assertThat(option.wrap(b, 0, 8).isWellFormed()).isTrue();
        assertThat(option.flags()).isEqualTo(ACK);
        assertThat(option.dataAck()).isEqualTo(0xffff_ffffL);
    }

    @Test
    @DisplayName("MPTCP 1.6 a full DSS fits beside padded timestamps, exactly, and beside nothing more")
    void budget() {
        TcpOptionWriter.timestamps(plan, 1, 2);
        plan.nops(2);
        assertThat(DssOption.encode(plan, 0x0f, 1, 2, 3, 4, 5)).isTrue();
        assertThat(plan.remaining()).isZero();
        plan.reset().nops(13);
        assertThat(DssOption.encode(plan, 0x0f, 1, 2, 3, 4, 5)).isFalse();
        assertThat(plan.length()).isEqualTo(13);
        assertThat(DssOption.encode(plan, 0x0f, 1, 2, 3, 4, NO_CHECKSUM)).isTrue();
    }
}
