package io.tributary.wire.option;

import io.tributary.wire.Bytes;
import io.tributary.wire.IpAddress;
import io.tributary.wire.TcpFlags;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import java.util.function.IntPredicate;

import static org.assertj.core.api.Assertions.assertThat;

class MptcpOptionTest {
    static final long KEY_A = 0x0001020304050607L;
    static final long KEY_B = 0xf0f1f2f3f4f5f6f7L;
    private static final int ACK = TcpFlags.ACK;
    private static final int SYN = TcpFlags.SYN;

    private final OptionPlan plan = new OptionPlan();

    private String planned() {
        return Bytes.hex(plan.buffer(), 0, plan.length());
    }

    private static UnsafeBuffer bytes(String hex) {
        return Bytes.exactly(Bytes.hex(hex));
    }

    /** Every length from 3 to 40 with this third and fourth octet is legal exactly where {@code expected} says so. */
    private static void lengths(int octet2, int octet3, java.util.function.Predicate<UnsafeBuffer> isWellFormed, IntPredicate expected) {
        for (int length = 3; length <= 40; length++) {
            byte[] b = new byte[length];
            b[0] = 30;
            b[1] = (byte) length;
            b[2] = (byte) octet2;
            if (length > 3) {
                b[3] = (byte) octet3;
            }
            assertThat(isWellFormed.test(Bytes.exactly(b))).as("length %d", length).isEqualTo(expected.test(length));
        }
    }

    private static IntPredicate oneOf(int... legal) {
        return n -> java.util.Arrays.stream(legal).anyMatch(l -> l == n);
    }

    @Nested
    class Capable {
        private final MpCapableOption option = new MpCapableOption();

        @Test
        @DisplayName("MPTCP-3.1-1 SYN form: 1e040101, with checksum 1e040181")
        void syn() {
            assertThat(MpCapableOption.encodeSyn(plan, MpCapableOption.HMAC_SHA256)).isTrue();
            assertThat(planned()).isEqualTo("1e040101");
            MpCapableOption.encodeSyn(plan.reset(), MpCapableOption.HMAC_SHA256 | MpCapableOption.CHECKSUM_REQUIRED);
            assertThat(planned()).isEqualTo("1e040181");
            option.wrap(plan.buffer(), 0, 4);
            assertThat(option.version()).isEqualTo(1);
            assertThat(option.checksumRequired()).isTrue();
            assertThat(option.flags()).isEqualTo(0x81);
            assertThat(option.hasSenderKey() || option.hasReceiverKey() || option.hasMapping() || option.hasChecksum()).isFalse();
        }

        @Test
        @DisplayName("MPTCP-3.2-9 MPTCP-3.1-2 SYN/ACK form: 12 octets with the listener's key")
        void synAck() {
            MpCapableOption.encodeSynAck(plan, 1, KEY_B);
            assertThat(planned()).isEqualTo("1e0c0101f0f1f2f3f4f5f6f7");
            option.wrap(plan.buffer(), 0, 12);
            assertThat(option.hasSenderKey()).isTrue();
            assertThat(option.senderKey()).isEqualTo(KEY_B);
            assertThat(option.hasReceiverKey()).isFalse();
        }

        @Test
        @DisplayName("MPTCP-3.2-3 MPTCP-3.1-3 ACK form: 20 octets with A's key, then B's")
        void ack() {
            MpCapableOption.encodeAck(plan, 1, KEY_A, KEY_B);
            assertThat(planned()).isEqualTo("1e140101" + "0001020304050607" + "f0f1f2f3f4f5f6f7");
            option.wrap(plan.buffer(), 0, 20);
            assertThat(option.senderKey()).isEqualTo(KEY_A);
            assertThat(option.receiverKey()).isEqualTo(KEY_B);
            assertThat(option.hasMapping()).isFalse();
        }

        @Test
        @DisplayName("MPTCP-3.1-4 first data: 22 octets without checksum, 24 with")
        void ackData() {
            MpCapableOption.encodeAckData(plan, 1, KEY_A, KEY_B, 5, 0x2fe5);
            assertThat(planned()).isEqualTo("1e160101" + "0001020304050607" + "f0f1f2f3f4f5f6f7" + "0005");
            option.wrap(plan.buffer(), 0, 22);
            assertThat(option.isWellFormed()).isTrue();
            assertThat(option.hasMapping()).isTrue();
            assertThat(option.hasChecksum()).isFalse();
            MpCapableOption.encodeAckData(plan.reset(), 0x81, KEY_A, KEY_B, 65_535, 0x2fe5);
            assertThat(planned()).isEqualTo("1e180181" + "0001020304050607" + "f0f1f2f3f4f5f6f7" + "ffff2fe5");
            option.wrap(plan.buffer(), 0, 24);
            assertThat(option.isWellFormed()).isTrue();
            assertThat(option.dataLevelLength()).isEqualTo(65_535);
            assertThat(option.hasChecksum()).isTrue();
            assertThat(option.checksum()).isEqualTo(0x2fe5);
        }

        @Test
        @DisplayName("MPTCP-3.1-5 the length decides the form and must agree with the A flag")
        void legalLengths() {
            lengths(0x01, 0x01, b -> option.wrap(b, 0, b.capacity()).isWellFormed(), oneOf(4, 12, 20, 22));
            lengths(0x01, 0x81, b -> option.wrap(b, 0, b.capacity()).isWellFormed(), oneOf(4, 12, 20, 24));
        }

        @Test
        @DisplayName("MPTCP-3.1-5 each form belongs to one kind of segment; a v0 SYN of 12 octets is none of ours")
        void byFlags() {
            lengths(0x01, 0x01, b -> option.wrap(b, 0, b.capacity()).isWellFormed(SYN), oneOf(4));
            lengths(0x01, 0x01, b -> option.wrap(b, 0, b.capacity()).isWellFormed(SYN | ACK), oneOf(12));
            lengths(0x01, 0x01, b -> option.wrap(b, 0, b.capacity()).isWellFormed(ACK | TcpFlags.PSH | TcpFlags.FIN), oneOf(20, 22));
            lengths(0x01, 0x81, b -> option.wrap(b, 0, b.capacity()).isWellFormed(ACK), oneOf(20, 24));
            lengths(0x01, 0x01, b -> option.wrap(b, 0, b.capacity()).isWellFormed(TcpFlags.RST), oneOf());
            lengths(0x01, 0x01, b -> option.wrap(b, 0, b.capacity()).isWellFormed(TcpFlags.RST | ACK), oneOf());
            lengths(0x01, 0x01, b -> option.wrap(b, 0, b.capacity()).isWellFormed(0), oneOf());
        }
    }

    @Nested
    class Join {
        private final MpJoinOption option = new MpJoinOption();

        @Test
        @DisplayName("MPTCP-3.2-2 SYN form: backup, address id, receiver's token, nonce")
        void syn() {
            MpJoinOption.encodeSyn(plan, true, 0xfe, 0xaae81c91, 0x01020304);
            assertThat(planned()).isEqualTo("1e0c11fe" + "aae81c91" + "01020304");
            option.wrap(plan.buffer(), 0, 12);
            assertThat(option.backup()).isTrue();
            assertThat(option.addressId()).isEqualTo(0xfe);
            assertThat(option.token()).isEqualTo(0xaae81c91);
            assertThat(option.nonce()).isEqualTo(0x01020304);
        }

        @Test
        @DisplayName("MPTCP-3.2-9 SYN/ACK form: leftmost 64 bits of HMAC-B, nonce")
        void synAck() {
            MpJoinOption.encodeSynAck(plan, false, 3, 0x2704d851f03a3ad1L, 0xa1a2a3a4);
            assertThat(planned()).isEqualTo("1e101003" + "2704d851f03a3ad1" + "a1a2a3a4");
            option.wrap(plan.buffer(), 0, 16);
            assertThat(option.backup()).isFalse();
            assertThat(option.hmac64()).isEqualTo(0x2704d851f03a3ad1L);
            assertThat(option.nonce()).isEqualTo(0xa1a2a3a4);
        }

        @Test
        @DisplayName("MPTCP-3.2-9 ACK form: leftmost 160 bits of HMAC-A; MPTCP-3.2-3 its 12 reserved bits are 0")
        void ack() {
            UnsafeBuffer hmac = bytes("b5cc414315778ad483dae930a267b3c0c87eadc7");
            MpJoinOption.encodeAck(plan, hmac, 0);
            assertThat(planned()).isEqualTo("1e181000" + "b5cc414315778ad483dae930a267b3c0c87eadc7");
            option.wrap(plan.buffer(), 0, 24);
            assertThat(option.matchesHmac(hmac, 0)).isTrue();
            assertThat(Bytes.hex(option.buffer(), option.hmacAt(), MpJoinOption.HMAC_LENGTH)).isEqualTo(Bytes.hex(hmac, 0, 20));
            for (int i = 0; i < 20; i++) {
                UnsafeBuffer other = bytes(Bytes.hex(hmac, 0, 20));
                other.putByte(i, (byte) (other.getByte(i) ^ 1));
                assertThat(option.matchesHmac(other, 0)).as("octet %d differs", i).isFalse();
            }
        }

        @Test
        @DisplayName("MPTCP-3.2-2 MP_JOIN has 12, 16 or 24 octets, one for each kind of segment")
        void legalLengths() {
            lengths(0x10, 0, b -> option.wrap(b, 0, b.capacity()).isWellFormed(), oneOf(12, 16, 24));
            lengths(0x1f, 0, b -> option.wrap(b, 0, b.capacity()).isWellFormed(SYN), oneOf(12));
            lengths(0x10, 0, b -> option.wrap(b, 0, b.capacity()).isWellFormed(SYN | ACK), oneOf(16));
            lengths(0x10, 0, b -> option.wrap(b, 0, b.capacity()).isWellFormed(ACK), oneOf(24));
            lengths(0x10, 0, b -> option.wrap(b, 0, b.capacity()).isWellFormed(TcpFlags.RST), oneOf());
        }
    }

    @Nested
    class AddAddr {
        private final AddAddrOption option = new AddAddrOption();
        private final long v4 = IpAddress.v4(0xc0000207);
        private final IpAddress v6 = IpAddress.parse("2001:db8::7");

        @Test
        @DisplayName("MPTCP-3.4.1-6 the four forms with HMAC, with the project's vectors")
        void encoded() {
            AddAddrOption.encode(plan, 2, 0, v4, 0, 0x007ef7070cbffc91L);
            assertThat(planned()).isEqualTo("1e103002" + "c0000207" + "007ef7070cbffc91");
            AddAddrOption.encode(plan.reset(), 2, 0, v4, 8443, 0x0c517481e509ec16L);
            assertThat(planned()).isEqualTo("1e123002" + "c0000207" + "20fb" + "0c517481e509ec16");
            AddAddrOption.encode(plan.reset(), 3, v6.hi(), v6.lo(), 0, 0x326210f82a835aecL);
            assertThat(planned()).isEqualTo("1e1c3003" + "20010db8000000000000000000000007" + "326210f82a835aec");
            AddAddrOption.encode(plan.reset(), 3, v6.hi(), v6.lo(), 443, 0xb754cf758f6fb07bL);
            assertThat(planned()).isEqualTo("1e1e3003" + "20010db8000000000000000000000007" + "01bb" + "b754cf758f6fb07b");
        }

        @Test
        @DisplayName("MPTCP-3.4.1-9 an echo is the same option with E=1 and without HMAC: 8, 10, 20, 22 octets")
        void echoes() {
            AddAddrOption.encodeEcho(plan, 2, 0, v4, 0);
            assertThat(planned()).isEqualTo("1e083102c0000207");
            AddAddrOption.encodeEcho(plan.reset(), 2, 0, v4, 8443);
            assertThat(planned()).isEqualTo("1e0a3102c000020720fb");
            AddAddrOption.encodeEcho(plan.reset(), 3, v6.hi(), v6.lo(), 0);
            assertThat(planned()).isEqualTo("1e14310320010db8000000000000000000000007");
            AddAddrOption.encodeEcho(plan.reset(), 3, v6.hi(), v6.lo(), 443);
            assertThat(planned()).isEqualTo("1e16310320010db800000000000000000000000701bb");
        }

        @Test
        @DisplayName("MPTCP-3.4.1-6 what is encoded is decoded, all eight forms")
        void roundTrip() {
            for (int form = 0; form < 8; form++) {
                boolean isV4 = (form & 1) == 0;
                int port = (form & 2) == 0 ? 0 : 65_535;
                boolean echo = (form & 4) != 0;
                long hi = isV4 ? 0 : v6.hi();
                long lo = isV4 ? v4 : v6.lo();
                boolean fits = echo ? AddAddrOption.encodeEcho(plan.reset(), 255, hi, lo, port)
                    : AddAddrOption.encode(plan.reset(), 255, hi, lo, port, -2L);
                assertThat(fits).isTrue();
                option.wrap(plan.buffer(), 0, plan.length());
                assertThat(option.isWellFormed()).isTrue();
                assertThat(option.isEcho()).isEqualTo(echo);
                assertThat(option.addressId()).isEqualTo(255);
                assertThat(option.isV4()).isEqualTo(isV4);
                assertThat(option.addressHi()).isEqualTo(hi);
                assertThat(option.addressLo()).isEqualTo(lo);
                assertThat(option.hasPort()).isEqualTo(port != 0);
                assertThat(option.port()).isEqualTo(port);
                if (!echo) {
                    assertThat(option.hmac()).isEqualTo(-2L);
                }
            }
        }

        @Test
        @DisplayName("MPTCP-3-1 other lengths are no ADD_ADDR; reserved bits do not matter")
        void legalLengths() {
            lengths(0x30, 1, b -> option.wrap(b, 0, b.capacity()).isWellFormed(), oneOf(16, 18, 28, 30));
            lengths(0x31, 1, b -> option.wrap(b, 0, b.capacity()).isWellFormed(), oneOf(8, 10, 20, 22));
            lengths(0x3e, 1, b -> option.wrap(b, 0, b.capacity()).isWellFormed(), oneOf(16, 18, 28, 30));
            lengths(0x3f, 1, b -> option.wrap(b, 0, b.capacity()).isWellFormed(), oneOf(8, 10, 20, 22));
        }

        @Test
        @DisplayName("DD an IPv4-mapped address in the IPv6 form is no address to join")
        void mapped() {
            UnsafeBuffer b = bytes("1e143103" + "00000000000000000000ffffc0000207");
            assertThat(option.wrap(b, 0, 20).isWellFormed()).isFalse();
        }
    }

    @Nested
    class Small {
        @Test
        @DisplayName("MPTCP-3.4.2-5 REMOVE_ADDR: 3 + n octets, n at least 1")
        void removeAddr() {
            RemoveAddrOption option = new RemoveAddrOption();
            RemoveAddrOption.encode(plan, 7);
            assertThat(planned()).isEqualTo("1e044007");
            RemoveAddrOption.encode(plan.reset(), new byte[] {1, (byte) 0xff, 0}, 3);
            assertThat(planned()).isEqualTo("1e064001ff00");
            option.wrap(plan.buffer(), 0, 6);
            assertThat(option.count()).isEqualTo(3);
            assertThat(option.addressId(0)).isEqualTo(1);
            assertThat(option.addressId(1)).isEqualTo(255);
            assertThat(option.addressId(2)).isZero();
            lengths(0x40, 1, b -> option.wrap(b, 0, b.capacity()).isWellFormed(), n -> n >= 4);
            assertThat(RemoveAddrOption.encode(plan.reset(), new byte[0], 0)).isFalse();
            assertThat(RemoveAddrOption.encode(plan.reset(), new byte[40], 37)).isTrue();
            assertThat(RemoveAddrOption.encode(plan.reset(), new byte[40], 38)).isFalse();
        }

        @Test
        @DisplayName("MPTCP-3.3.8-2 MP_PRIO has 3 octets; MPTCP-E-1 the four of version 0 are ignored")
        void prio() {
            MpPrioOption option = new MpPrioOption();
            MpPrioOption.encode(plan, true);
            assertThat(planned()).isEqualTo("1e0351");
            assertThat(option.wrap(plan.buffer(), 0, 3).backup()).isTrue();
            MpPrioOption.encode(plan.reset(), false);
            assertThat(planned()).isEqualTo("1e0350");
            assertThat(option.wrap(plan.buffer(), 0, 3).backup()).isFalse();
            lengths(0x51, 1, b -> option.wrap(b, 0, b.capacity()).isWellFormed(), oneOf(3));
        }

        @Test
        @DisplayName("MPTCP-3.7-6 MP_FAIL: 12 octets, always a 64-bit DSN")
        void fail() {
            MpFailOption option = new MpFailOption();
            MpFailOption.encode(plan, 0xe3db22c6785a0d46L);
            assertThat(planned()).isEqualTo("1e0c6000e3db22c6785a0d46");
            assertThat(option.wrap(plan.buffer(), 0, 12).dsn()).isEqualTo(0xe3db22c6785a0d46L);
            lengths(0x6f, 0xff, b -> option.wrap(b, 0, b.capacity()).isWellFormed(), oneOf(12));
        }

        @Test
        @DisplayName("MPTCP-3.5-1 MP_FASTCLOSE: 12 octets with the receiver's key")
        void fastclose() {
            MpFastcloseOption option = new MpFastcloseOption();
            MpFastcloseOption.encode(plan, KEY_B);
            assertThat(planned()).isEqualTo("1e0c7000f0f1f2f3f4f5f6f7");
            assertThat(option.wrap(plan.buffer(), 0, 12).receiverKey()).isEqualTo(KEY_B);
            lengths(0x7f, 0xff, b -> option.wrap(b, 0, b.capacity()).isWellFormed(), oneOf(12));
        }

        @Test
        @DisplayName("MPTCP-3.6-2 MP_TCPRST: 4 octets, U, V and W sent as 0 and ignored")
        void tcprst() {
            MpTcprstOption option = new MpTcprstOption();
            MpTcprstOption.encode(plan, true, MpTcprstOption.MIDDLEBOX_INTERFERENCE);
            assertThat(planned()).isEqualTo("1e048106");
            assertThat(option.wrap(plan.buffer(), 0, 4).isTransient()).isTrue();
            assertThat(option.reason()).isEqualTo(6);
            option.wrap(bytes("1e048e05"), 0, 4);
            assertThat(option.isWellFormed()).isTrue();
            assertThat(option.isTransient()).isFalse();
            assertThat(option.reason()).isEqualTo(5);
            lengths(0x80, 1, b -> option.wrap(b, 0, b.capacity()).isWellFormed(), oneOf(4));
        }

        @Test
        @DisplayName("MPTCP-3.6-4 reset reasons from 0x07 on count as unspecified")
        void reasons() {
            MpTcprstOption option = new MpTcprstOption();
            for (int reason = 0; reason < 256; reason++) {
                MpTcprstOption.encode(plan.reset(), false, reason);
                assertThat(option.wrap(plan.buffer(), 0, 4).reason()).isEqualTo(reason <= 6 ? reason : 0);
            }
        }

        @Test
        @DisplayName("MPTCP-3-1 the subtype is the first nibble after the length, whatever the second holds")
        void subtype() {
            for (int subtype = 0; subtype < 16; subtype++) {
                assertThat(MptcpSubtype.subtype(bytes(String.format("01 1e03%x%x", subtype, 15 - subtype)), 1)).isEqualTo(subtype);
            }
        }

        @Test
        @DisplayName("MPTCP-3-1 a flyweight on another subtype or another kind is not well-formed")
        void otherSubtype() {
            UnsafeBuffer b = bytes("1e0c6000e3db22c6785a0d46");
            assertThat(new MpFailOption().wrap(b, 0, 12).isWellFormed()).isTrue();
            assertThat(new MpFastcloseOption().wrap(b, 0, 12).isWellFormed()).isFalse();
            assertThat(new MpCapableOption().wrap(b, 0, 12).isWellFormed()).isFalse();
            assertThat(new MpJoinOption().wrap(b, 0, 12).isWellFormed()).isFalse();
            assertThat(new MpFailOption().wrap(bytes("fd0c6000e3db22c6785a0d46"), 0, 12).isWellFormed()).isFalse();
        }
    }

    @Test
    @DisplayName("MPTCP 1.6 an option that does not fit is refused and the plan stays as it was")
    void noRoom() {
        UnsafeBuffer hmac = bytes("b5cc414315778ad483dae930a267b3c0c87eadc7");
        refused(2, () -> MpPrioOption.encode(plan, true));
        refused(3, () -> MpTcprstOption.encode(plan, true, 1));
        refused(3, () -> RemoveAddrOption.encode(plan, 1));
        refused(3, () -> MpCapableOption.encodeSyn(plan, 1));
        refused(11, () -> MpCapableOption.encodeSynAck(plan, 1, KEY_B));
        refused(19, () -> MpCapableOption.encodeAck(plan, 1, KEY_A, KEY_B));
        refused(21, () -> MpCapableOption.encodeAckData(plan, 1, KEY_A, KEY_B, 5, 0));
        refused(23, () -> MpCapableOption.encodeAckData(plan, 0x81, KEY_A, KEY_B, 5, 0));
        refused(11, () -> MpJoinOption.encodeSyn(plan, false, 1, 2, 3));
        refused(15, () -> MpJoinOption.encodeSynAck(plan, false, 1, 2, 3));
        refused(23, () -> MpJoinOption.encodeAck(plan, hmac, 0));
        refused(11, () -> MpFailOption.encode(plan, 1));
        refused(11, () -> MpFastcloseOption.encode(plan, 1));
        refused(15, () -> AddAddrOption.encode(plan, 1, 0, IpAddress.v4(1), 0, 1));
        refused(29, () -> AddAddrOption.encode(plan, 1, 1, 1, 1, 1));
        refused(7, () -> AddAddrOption.encodeEcho(plan, 1, 0, IpAddress.v4(1), 0));
    }

    private void refused(int room, java.util.function.BooleanSupplier encode) {
        plan.reset().nops(OptionPlan.CAPACITY - room);
        assertThat(encode.getAsBoolean()).as("%d octets of room", room).isFalse();
        assertThat(plan.remaining()).isEqualTo(room);
        plan.reset().nops(OptionPlan.CAPACITY - room - 1);
        assertThat(encode.getAsBoolean()).as("%d octets of room", room + 1).isTrue();
        assertThat(plan.remaining()).isZero();
    }
}
