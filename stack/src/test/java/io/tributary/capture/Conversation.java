package io.tributary.capture;

import io.tributary.ip.IpWriter;
import io.tributary.mptcp.open.Hmac;
import io.tributary.mptcp.open.Keys;
import io.tributary.wire.Checksum;
import io.tributary.wire.IpAddress;
import io.tributary.wire.IpProtocol;
import io.tributary.wire.TcpFlags;
import io.tributary.wire.TcpHeader;
import io.tributary.wire.option.DssOption;
import io.tributary.wire.option.MpCapableOption;
import io.tributary.wire.option.MpJoinOption;
import io.tributary.wire.option.OptionPlan;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.agrona.concurrent.UnsafeBuffer;

/** A capture made up in a test: packets of two hosts on one or more paths. Sequence numbers are relative, 0 is the SYN. */
final class Conversation {
    static final long CLIENT_KEY = 0x0001020304050607L;
    static final long SERVER_KEY = 0xf0f1f2f3f4f5f6f7L;
    static final long CLIENT_IDSN = new Keys().derive(CLIENT_KEY).idsn();
    static final long SERVER_IDSN = new Keys().derive(SERVER_KEY).idsn();
    static final int CLIENT_TOKEN = new Keys().derive(CLIENT_KEY).token();
    static final int SERVER_TOKEN = new Keys().derive(SERVER_KEY).token();
    private static final Consumer<OptionPlan> NOTHING = plan -> { };

    final List<byte[]> packets = new ArrayList<>();

    /** One 4-tuple. Its client is who opens it. */
    final class Path {
        private final Endpoint client;
        private final Endpoint server;
        private final int clientIsn;
        private final int serverIsn;

        private Path(String client, int clientPort, String server, int serverPort, int clientIsn, int serverIsn) {
            this.client = new Endpoint(IpAddress.parse(client), clientPort);
            this.server = new Endpoint(IpAddress.parse(server), serverPort);
            this.clientIsn = clientIsn;
            this.serverIsn = serverIsn;
        }

        Path client(int flags, long seq, long ack, String data, Consumer<OptionPlan> options) {
            packets.add(packet(client, server, flags, (int) (clientIsn + seq), has(flags, TcpFlags.ACK) ? (int) (serverIsn + ack) : 0, data, options));
            return this;
        }

        Path server(int flags, long seq, long ack, String data, Consumer<OptionPlan> options) {
            packets.add(packet(server, client, flags, (int) (serverIsn + seq), has(flags, TcpFlags.ACK) ? (int) (clientIsn + ack) : 0, data, options));
            return this;
        }

        /** A plain three-way handshake. */
        Path handshake() {
            return client(TcpFlags.SYN, 0, 0, "", NOTHING).server(TcpFlags.SYN | TcpFlags.ACK, 0, 1, "", NOTHING)
                .client(TcpFlags.ACK, 1, 1, "", NOTHING);
        }

        Path capableSyn(String data) {
            return client(TcpFlags.SYN, 0, 0, data, p -> MpCapableOption.encodeSyn(p, flags));
        }

        Path capableSynAck(long ack) {
            return server(TcpFlags.SYN | TcpFlags.ACK, 0, ack, "", p -> MpCapableOption.encodeSynAck(p, flags, SERVER_KEY));
        }

        /** The third packet, or a repetition of it. */
        Path capableAck(long seq, String data) {
            return client(TcpFlags.ACK, seq, 1, data, p -> MpCapableOption.encodeAck(p, flags, CLIENT_KEY, SERVER_KEY));
        }

        Path capable() {
            return capableSyn("").capableSynAck(1).capableAck(1, "");
        }

        Path join(int token, long ownKey, long peerKey, int id) {
            Hmac h = new Hmac();
            UnsafeBuffer third = new UnsafeBuffer(h.join(ownKey, peerKey, 77, 88).clone());
            return client(TcpFlags.SYN, 0, 0, "", p -> MpJoinOption.encodeSyn(p, false, id, token, 77))
                .server(TcpFlags.SYN | TcpFlags.ACK, 0, 1, "", p -> MpJoinOption.encodeSynAck(p, false, 0, h.joinLeft64(peerKey, ownKey, 88, 77), 88))
                .client(TcpFlags.ACK, 1, 1, "", p -> MpJoinOption.encodeAck(p, third, 0));
        }

        /** Client data whose mapping is {@code offset} bytes into its stream. */
        Path clientData(long seq, String data, long offset, int ssn) {
            return client(TcpFlags.ACK, seq, 1, data, map(CLIENT_IDSN + 1 + offset, ssn, data.length()));
        }

        Path serverData(long seq, long ack, String data, long offset, int ssn) {
            return server(TcpFlags.ACK, seq, ack, data, map(SERVER_IDSN + 1 + offset, ssn, data.length()));
        }

        /** A pure ACK from the server with a Data ACK of so many bytes. */
        Path serverDataAck(long seq, long ack, long bytes) {
            return server(TcpFlags.ACK, seq, ack, "", dataAck(CLIENT_IDSN + 1 + bytes));
        }
    }

    /** Flags of every MP_CAPABLE. */
    int flags = MpCapableOption.HMAC_SHA256;

    Path path() {
        return new Path("192.0.2.1", 40_000, "198.51.100.1", 443, 1000, 900_000);
    }

    Path path(String client, int clientPort, String server, int serverPort, int clientIsn, int serverIsn) {
        return new Path(client, clientPort, server, serverPort, clientIsn, serverIsn);
    }

    Path secondPath() {
        return new Path("192.0.2.2", 40_001, "198.51.100.1", 443, -5, 0x7fff_fffe);
    }

    static Consumer<OptionPlan> map(long dsn, int ssn, int length) {
        return map(dsn, ssn, length, 0, DssOption.NO_CHECKSUM);
    }

    static Consumer<OptionPlan> map(long dsn, int ssn, int length, int moreFlags, int checksum) {
        return p -> DssOption.encode(p, DssOption.MAPPING | DssOption.DSN_64 | moreFlags, 0, dsn, ssn, length, checksum);
    }

    static Consumer<OptionPlan> dataAck(long dsn) {
        return p -> DssOption.encodeAck(p, dsn, true);
    }

    CaptureReport decode(CaptureLimits limits) {
        CaptureDecoder d = new CaptureDecoder(limits);
        long timeNs = 5_000_000_000L;
        for (byte[] p : packets) {
            d.onPacket(timeNs, LinkLayer.RAW, new UnsafeBuffer(p), 0, p.length, p.length);
            timeNs += 1_000_000;
        }
        return d.finish();
    }

    CaptureReport decode() {
        return decode(CaptureLimits.DEFAULT);
    }

    /** The only MPTCP connection of the capture. */
    ConnectionReport connection() {
        CaptureReport r = decode();
        if (r.connections().size() != 1 || !r.tcp().isEmpty() || r.malformed() > 0) {
            throw new AssertionError(r.toText());
        }
        return r.connections().get(0);
    }

    static byte[] packet(Endpoint from, Endpoint to, int flags, int seqNo, int ackNo, String data, Consumer<OptionPlan> options) {
        OptionPlan plan = new OptionPlan();
        options.accept(plan);
        byte[] payload = data.getBytes(StandardCharsets.ISO_8859_1);
        int length = TcpHeader.LENGTH + plan.paddedLength() + payload.length;
        UnsafeBuffer b = new UnsafeBuffer(new byte[40 + length]);
        int at = IpWriter.writeHeader(b, 0, from.address().hi(), from.address().lo(), to.address().hi(), to.address().lo(),
            IpProtocol.TCP, length, 64, 0, 0);
        int header = TcpHeader.encode(b, at, from.port(), to.port(), seqNo, ackNo, flags, 1000, 0, plan);
        b.putBytes(at + header, payload);
        TcpHeader.putChecksum(b, at, Checksum.finish(Checksum.add(Checksum.pseudoHeader(from.address().hi(), from.address().lo(),
            to.address().hi(), to.address().lo(), IpProtocol.TCP, length), Checksum.sum(b, at, length))));
        byte[] packet = new byte[at + length];
        b.getBytes(0, packet);
        return packet;
    }

    private static boolean has(int flags, int flag) {
        return (flags & flag) != 0;
    }
}
