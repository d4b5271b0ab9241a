package io.tributary.convert.session;

import io.tributary.Rfc;
import io.tributary.convert.policy.Destinations;
import io.tributary.convert.wire.ConnectTlv;
import io.tributary.convert.wire.ConvertHeader;
import io.tributary.convert.wire.ConvertMessage;
import io.tributary.convert.wire.CookieTlv;
import io.tributary.convert.wire.ErrorCode;
import io.tributary.convert.wire.ErrorTlv;
import io.tributary.convert.wire.ExtendedTcpHeaderTlv;
import io.tributary.convert.wire.InfoTlv;
import io.tributary.convert.wire.Parsed;
import io.tributary.convert.wire.SupportedExtensionsTlv;
import io.tributary.convert.wire.TcpOption;
import io.tributary.convert.wire.Tlv;
import io.tributary.wire.IpAddress;
import java.util.Arrays;

/**
 * The converter's side of one Convert exchange, without any I/O: the client's first octets in, a verdict out, and the reply for
 * what came of it. Used once: the first verdict other than {@link Verdict.NeedMore} is final.
 */
@Rfc(value = 8803, section = {"6.2.2", "7"})
public final class ConverterSession {
    private static final SupportedExtensionsTlv SUPPORTED =
        SupportedExtensionsTlv.announce(TcpOption.MPTCP, TcpOption.SACK_PERMITTED, TcpOption.TIMESTAMPS);

    private final ConverterRules rules;
    private final IpAddress client;
    private byte[] held = new byte[0];
    private int messageLength;
    private boolean infoAsked;

    public ConverterSession(ConverterRules rules, IpAddress client) {
        this.rules = rules;
        this.client = client;
    }

    /** Takes the next octets of the client's stream; those beyond the longest possible message are not looked at. */
    public Verdict receive(byte[] b, int at, int length, long nowNs) {
        int taken = Math.min(length, ConvertHeader.MAX_OCTETS - held.length);
        int before = held.length;
        held = Arrays.copyOf(held, before + taken);
        System.arraycopy(b, at, held, before, taken);
        Parsed parsed = ConvertMessage.parse(held, 0, held.length);
        if (parsed instanceof Parsed.Complete c) {
            messageLength = c.length();
            return judge(c.message(), nowNs);
        }
        if (parsed instanceof Parsed.Broken broken) {
            return rules.access().allowsClient(client) ? new Verdict.Refuse(broken.answer()) : notAuthorized();
        }
        if (parsed instanceof Parsed.Incomplete i) {
            return new Verdict.NeedMore(i.headerSeen());
        }
        return parsed instanceof Parsed.ZeroLength ? new Verdict.Reset() : new Verdict.NotConvert();
    }

    /** Octets taken so far, for a request that is still incomplete. */
    public int received() {
        return held.length;
    }

    /** Octets of the complete request: user data starts here. */
    public int requestLength() {
        return messageLength;
    }

    /** A request of which no more will come: refused as far as it was received. */
    public Verdict.Refuse truncated() {
        return refuseEchoing(ErrorCode.MALFORMED_MESSAGE, held.length);
    }

    /** The reply when the server has accepted. {@code serverOptions}: options of its SYN/ACK as received. */
    @Rfc(value = 8803, section = {"4.2", "6.2.6"})
    public byte[] success(byte[] serverOptions) {
        ExtendedTcpHeaderTlv header = new ExtendedTcpHeaderTlv(serverOptions);
        return infoAsked ? ConvertMessage.encode(SUPPORTED, header) : ConvertMessage.encode(header);
    }

    /** The cookie comes first: nothing is done for somebody who may not be where he says. */
    private Verdict judge(ConvertMessage message, long nowNs) {
        if (!rules.access().allowsClient(client)) {
            return notAuthorized();
        }
        if (rules.cookies() != null) {
            CookieTlv cookie = message.find(CookieTlv.class).orElse(null);
            if (cookie == null) {
                return new Verdict.Refuse(ErrorTlv.missingCookie(rules.cookies().cookieFor(client, nowNs)));
            }
            if (!rules.cookies().isValid(cookie.cookie(), client, nowNs)) {
                return notAuthorized();
            }
        }
        for (Tlv t : message.tlvs()) {
            if (!(t instanceof CookieTlv || t instanceof InfoTlv || t instanceof ConnectTlv)) {
                return refuseEchoing(ErrorCode.UNSUPPORTED_MESSAGE, messageLength);
            }
        }
        infoAsked = message.find(InfoTlv.class).isPresent();
        ConnectTlv connect = message.find(ConnectTlv.class).orElse(null);
        if (connect != null) {
            return judge(connect);
        }
        return infoAsked ? new Verdict.Answer(ConvertMessage.encode(SUPPORTED))
            : refuseEchoing(ErrorCode.MALFORMED_MESSAGE, messageLength);
    }

    private Verdict judge(ConnectTlv connect) {
        if (Destinations.isInvalid(connect.address(), connect.port())) {
            return refuseEchoing(ErrorCode.MALFORMED_MESSAGE, messageLength);
        }
        if (!rules.access().allowsDestination(connect.address(), connect.port())) {
            return notAuthorized();
        }
        int[] unsupported = connect.options().stream().filter(o -> !mayBeAsked(o)).mapToInt(TcpOption::kind).distinct().toArray();
        return unsupported.length > 0
            ? new Verdict.Refuse(ErrorTlv.listing(ErrorCode.UNSUPPORTED_TCP_OPTION, unsupported))
            : new Verdict.Connect(connect.address(), connect.port(), connect.asksFor(TcpOption.MPTCP));
    }

    /**
     * MPTCP and timestamps with a value are taken without it: the value would belong to another handshake. Base options are
     * ignored, which is to be taken and not acted upon.
     */
    @Rfc(value = 8803, section = {"7.1", "7.2", "7.3", "7.4", "7.5", "7.7"})
    private static boolean mayBeAsked(TcpOption o) {
        return switch (o.kind()) {
            case TcpOption.MSS, TcpOption.WINDOW_SCALE, TcpOption.SACK, TcpOption.TIMESTAMPS, TcpOption.MPTCP -> true;
            case TcpOption.SACK_PERMITTED -> o.value().length == 0;
            default -> false;
        };
    }

    private Verdict.Refuse refuseEchoing(int code, int length) {
        return new Verdict.Refuse(ErrorTlv.echoing(code, held, 0, length));
    }

    private static Verdict.Refuse notAuthorized() {
        return new Verdict.Refuse(ErrorTlv.of(ErrorCode.NOT_AUTHORIZED, 0));
    }
}
