package io.tributary.convert.session;

import io.tributary.Rfc;
import io.tributary.convert.wire.ConnectTlv;
import io.tributary.convert.wire.ConvertHeader;
import io.tributary.convert.wire.ConvertMessage;
import io.tributary.convert.wire.CookieTlv;
import io.tributary.convert.wire.ErrorTlv;
import io.tributary.convert.wire.ExtendedTcpHeaderTlv;
import io.tributary.convert.wire.InfoTlv;
import io.tributary.convert.wire.Parsed;
import io.tributary.convert.wire.SupportedExtensionsTlv;
import io.tributary.convert.wire.TcpOption;
import io.tributary.convert.wire.Tlv;
import io.tributary.convert.wire.UnknownTlv;
import io.tributary.wire.IpAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The client's side of one Convert exchange, without any I/O: a request for the SYN, and the reply taken off the inbound stream. */
@Rfc(value = 8803, section = "6.2.2")
public final class ConvertClientSession {
    /** A SYN is one segment on a path nothing is known about: longer requests are not built. */
    public static final int MAX_REQUEST = 256;

    private final byte[] request;
    private final boolean connects;
    private byte[] held = new byte[0];

    private ConvertClientSession(byte[] request, boolean connects) {
        if (request.length > MAX_REQUEST) {
            throw new IllegalArgumentException("a request of " + request.length + " octets does not fit every SYN");
        }
        this.request = request;
        this.connects = connects;
    }

    /**
     * Asks for a connection.
     *
     * @param askMultipath also ask for MPTCP between converter and server
     * @param cookie       from an earlier "missing cookie"; empty for none
     * @throws IllegalArgumentException if the request becomes longer than {@link #MAX_REQUEST}
     */
    public static ConvertClientSession connect(IpAddress server, int port, boolean askMultipath, byte[] cookie) {
        ConnectTlv connect = askMultipath
            ? new ConnectTlv(server, port, List.of(TcpOption.withoutValue(TcpOption.MPTCP)))
            : ConnectTlv.base(server, port);
        return new ConvertClientSession(encode(cookie, connect), true);
    }

    /** Asks what the converter can do, and nothing else. */
    public static ConvertClientSession info(byte[] cookie) {
        return new ConvertClientSession(encode(cookie, new InfoTlv()), false);
    }

    private static byte[] encode(byte[] cookie, Tlv request) {
        List<Tlv> tlvs = new ArrayList<>(2);
        if (cookie.length > 0) {
            tlvs.add(new CookieTlv(cookie));
        }
        tlvs.add(request);
        return ConvertMessage.encode(tlvs.toArray(Tlv[]::new));
    }

    /** First octets of our stream: the SYN's payload. */
    public byte[] request() {
        return request.clone();
    }

    /** Takes the next octets of the converter's stream; not to be called again after any answer but {@link ClientOutcome.NeedMore}. */
    public ClientOutcome receive(byte[] b, int at, int length) {
        int before = held.length;
        int taken = Math.min(length, ConvertHeader.MAX_OCTETS - before);
        held = Arrays.copyOf(held, before + taken);
        System.arraycopy(b, at, held, before, taken);
        Parsed parsed = ConvertMessage.parse(held, 0, held.length);
        if (parsed instanceof Parsed.Complete c) {
            return judge(c.message(), at + c.length() - before);
        }
        return parsed instanceof Parsed.Incomplete ? new ClientOutcome.NeedMore()
            : new ClientOutcome.Interference("the stream does not start with a valid Convert message");
    }

    /** The converter's stream has ended before its reply was complete. */
    public ClientOutcome ended() {
        return new ClientOutcome.Interference("the stream ended without a Convert message");
    }

    private ClientOutcome judge(ConvertMessage reply, int userDataAt) {
        for (Tlv t : reply.tlvs()) {
            if (t.type() == UnknownTlv.RESERVED) {
                return new ClientOutcome.Interference("the reply holds the reserved TLV type 0");
            }
        }
        ErrorTlv error = reply.find(ErrorTlv.class).orElse(null);
        if (error != null) {
            return new ClientOutcome.Refused(error);
        }
        ExtendedTcpHeaderTlv header = reply.find(ExtendedTcpHeaderTlv.class).orElse(null);
        SupportedExtensionsTlv supported = reply.find(SupportedExtensionsTlv.class).orElse(null);
        if (connects ? header == null : supported == null) {
            return new ClientOutcome.Interference("the reply does not answer the request");
        }
        return new ClientOutcome.Accepted(userDataAt, header == null ? new byte[0] : header.options(),
            header != null && header.showsMultipath(), supported == null ? new byte[0] : supported.kinds());
    }
}
