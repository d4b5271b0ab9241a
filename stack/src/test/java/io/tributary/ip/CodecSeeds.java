package io.tributary.ip;

import io.tributary.wire.Bytes;
import io.tributary.wire.IpAddress;
import io.tributary.wire.PacketView;
import io.tributary.wire.option.AddAddrOption;
import io.tributary.wire.option.DssOption;
import io.tributary.wire.option.MpCapableOption;
import io.tributary.wire.option.MpFailOption;
import io.tributary.wire.option.MpFastcloseOption;
import io.tributary.wire.option.MpJoinOption;
import io.tributary.wire.option.MpPrioOption;
import io.tributary.wire.option.MpTcprstOption;
import io.tributary.wire.option.OptionPlan;
import io.tributary.wire.option.RemoveAddrOption;
import io.tributary.wire.option.TcpOptionWriter;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/** Valid inputs to start changing from. */
final class CodecSeeds {
    private CodecSeeds() {
    }

    /** The options of one header each. */
    static List<byte[]> options() {
        List<byte[]> seeds = new ArrayList<>();
        UnsafeBuffer mac = new UnsafeBuffer(Bytes.hex("b5cc414315778ad483dae930a267b3c0c87eadc7"));
        long v4 = IpAddress.v4(0xc0000207);
        add(seeds, p -> TcpOptionWriter.mss(p, 1460) && TcpOptionWriter.sackPermitted(p) && TcpOptionWriter.timestamps(p, 1, 2)
            && TcpOptionWriter.windowScale(p, 8) && MpCapableOption.encodeSyn(p, 1));
        add(seeds, p -> TcpOptionWriter.fastOpen(p, mac, 0, 16) && MpCapableOption.encodeSyn(p, 1));
        add(seeds, p -> MpCapableOption.encodeSynAck(p, 1, 7));
        add(seeds, p -> TcpOptionWriter.timestamps(p, 1, 2) && MpCapableOption.encodeAck(p, 1, 7, 8));
        add(seeds, p -> MpCapableOption.encodeAckData(p, 0x01, 7, 8, 9, 0));
        add(seeds, p -> MpCapableOption.encodeAckData(p, 0x81, 7, 8, 9, 10));
        add(seeds, p -> TcpOptionWriter.mss(p, 1460) && MpJoinOption.encodeSyn(p, true, 1, 2, 3));
        add(seeds, p -> TcpOptionWriter.mss(p, 1460) && MpJoinOption.encodeSynAck(p, true, 1, 2, 3));
        add(seeds, p -> TcpOptionWriter.timestamps(p, 1, 2) && MpJoinOption.encodeAck(p, mac, 0));
        for (int flags = 0; flags < 32; flags++) {
            int f = flags;
            add(seeds, p -> DssOption.encode(p, f, 5, 6, 7, 8, DssOption.NO_CHECKSUM));
            add(seeds, p -> TcpOptionWriter.timestamps(p, 1, 2) && DssOption.encode(p, f, 5, 6, 7, 8, 9));
        }
        for (int port = 0; port < 2; port++) {
            int n = port;
            add(seeds, p -> AddAddrOption.encode(p, 1, 0, v4, n, 5) && AddAddrOption.encodeEcho(p, 1, 0, v4, n));
            add(seeds, p -> AddAddrOption.encode(p, 1, 2, 3, n, 5));
            add(seeds, p -> AddAddrOption.encodeEcho(p, 1, 2, 3, n));
        }
        add(seeds, p -> RemoveAddrOption.encode(p, new byte[] {1, 2, 3}, 3) && MpPrioOption.encode(p, true) && MpFailOption.encode(p, 5));
        add(seeds, p -> MpFastcloseOption.encode(p, 6) && MpTcprstOption.encode(p, true, 3));
        add(seeds, CodecSeeds::sack);
        return seeds;
    }

    private static boolean sack(OptionPlan p) {
        int at = TcpOptionWriter.beginSack(p);
        return TcpOptionWriter.addSackBlock(p, at, 1, 2) && TcpOptionWriter.addSackBlock(p, at, 3, 4);
    }

    private static void add(List<byte[]> seeds, Predicate<OptionPlan> fill) {
        OptionPlan plan = new OptionPlan();
        if (!fill.test(plan)) {
            throw new AssertionError("a seed does not fit");
        }
        seeds.add(Arrays.copyOf(plan.buffer().byteArray(), plan.length()));
    }

    /** Whole packets: TCP with every seed of options, extension headers, IPv4 options, fragments, ICMP. */
    static List<byte[]> packets() {
        List<byte[]> seeds = new ArrayList<>();
        for (byte[] options : options()) {
            OptionPlan plan = new OptionPlan();
            plan.buffer().putBytes(plan.claim(options.length), options);
            seeds.add(Packets.tcp(Packets.A4, Packets.B4, plan, Bytes.hex("68656c6c6f")));
            seeds.add(Packets.tcp(Packets.A6, Packets.B6, plan, new byte[100]));
        }
        seeds.add(Packets.tcp4With("0101010094040000"));
        seeds.add(Packets.tcp4With("8307040000000000"));
        seeds.add(Packets.tcp6With(0, "3c00 0104 00000000 2b00 1e04 00000000 0600 0400 00000000"));
        seeds.add(Packets.tcp6With(44, "0600 0000 00000001"));
        seeds.add(Arrays.copyOf(Packets.with(Packets.tcp6With(44, "0600 0001 00000001"), 5, 32), 72));
        seeds.add(Packets.tcp6With(44, "0600 0018 00000001"));
        seeds.add(Packets.with(Packets.with(Packets.tcp4(), 6, 0x20), 3, 44));
        seeds.add(Packets.with(Packets.tcp4(), 6, 0x00));
        seeds.add(Packets.with(Packets.with(Packets.tcp4(), 6, 0), 7, 3));
        UnsafeBuffer out = new UnsafeBuffer(new byte[2_000]);
        PacketView v4 = Packets.view(Packets.tcp4());
        PacketView v6 = Packets.view(Packets.tcp6With(60, "0600 0104 00000000"));
        seeds.add(Arrays.copyOf(out.byteArray(), IcmpOutput.packetTooBig(out, 0, v4, Packets.B4.hi(), Packets.B4.lo(), 1_280)));
        seeds.add(Arrays.copyOf(out.byteArray(), IcmpOutput.timeExceeded(out, 0, v4, Packets.B4.hi(), Packets.B4.lo())));
        seeds.add(Arrays.copyOf(out.byteArray(), IcmpOutput.packetTooBig(out, 0, v6, Packets.B6.hi(), Packets.B6.lo(), 1_280)));
        seeds.add(Arrays.copyOf(out.byteArray(), IcmpOutput.unreachable(out, 0, v6, Packets.B6.hi(), Packets.B6.lo(), 4)));
        return seeds;
    }
}
