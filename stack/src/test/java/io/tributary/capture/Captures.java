package io.tributary.capture;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.agrona.concurrent.UnsafeBuffer;

/** The captures in the test resources; their format is the simplest there is, so a few lines read them. */
public final class Captures {
    /** All of them. */
    public static final List<String> NAMES = List.of("addaddr_port", "addaddr_v4", "addaddr_v6", "addaddr_v6_on_v4", "backup_cut",
        "close_half_long", "close_simultaneous", "fallback_strip_all_fwd", "fallback_strip_syn", "fallback_strip_synack",
        "fallback_tcp_client", "fallback_tcp_server", "fastclose_linger", "fastclose_unread", "fullmesh", "join_bad_hmac",
        "join_bad_token", "join_v4", "mpc_lost_ack3", "mpc_v4_bulk", "mpc_v4_csum", "mpc_v4_server_first", "mpc_v4_small",
        "mpc_v6_small", "mpfail_single", "mpprio", "mptfo_cookie", "mptfo_nocookie", "no_timestamps", "removeaddr",
        "rst_join_refused", "rst_subflow_del", "small_mss_v6", "syn_blackhole", "tcp_ecn", "tcp_nosack_loss", "tcp_sack_loss",
        "tcp_sack_reno_rto", "tfo_cookie", "tfo_nocookie", "two_path_loss", "zero_window");

    private Captures() {
    }

    /** One packet: Ethernet frame and capture time. */
    public record Packet(long timeNs, byte[] frame) {
    }

    /** The file's bytes. */
    public static byte[] bytes(String name) {
        return resource("/pcap/" + name + ".pcap");
    }

    public static List<Packet> packets(String name) {
        ByteBuffer b = ByteBuffer.wrap(bytes(name)).order(ByteOrder.LITTLE_ENDIAN);
        if (b.getInt() != 0xa1b2c3d4) {
            throw new IllegalStateException(name + " is no microsecond capture");
        }
        List<Packet> packets = new ArrayList<>();
        b.position(24);
        while (b.hasRemaining()) {
            long timeNs = b.getInt() * 1_000_000_000L + b.getInt() * 1000L;
            byte[] frame = new byte[b.getInt()];
            b.getInt();
            b.get(frame);
            packets.add(new Packet(timeNs, frame));
        }
        return packets;
    }

    /** What an independent decoder found, see the README of the resources. */
    public static Properties expected(String name) {
        Properties p = new Properties();
        try (InputStream in = Captures.class.getResourceAsStream("/pcap/expected/" + name + ".properties")) {
            p.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return p;
    }

    public static CaptureReport decode(List<Packet> packets, CaptureLimits limits) {
        CaptureDecoder d = new CaptureDecoder(limits);
        for (Packet p : packets) {
            d.onPacket(p.timeNs(), LinkLayer.ETHERNET, new UnsafeBuffer(p.frame()), 0, p.frame().length, p.frame().length);
        }
        return d.finish();
    }

    public static CaptureReport decode(String name) {
        return decode(packets(name), CaptureLimits.DEFAULT);
    }

    private static byte[] resource(String path) {
        try (InputStream in = Captures.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException("no resource " + path);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
