package io.tributary.script.syntax;

import io.tributary.script.syntax.PacketLine.End;
import io.tributary.script.syntax.PacketLine.IpInfo;
import io.tributary.wire.TcpFlags;
import java.util.List;

/** What stands behind the direction of a packet. */
final class PacketParser {
    private static final int MAX_PAYLOAD = 1 << 20;

    private final Cursor c;

    PacketParser(Cursor c) {
        this.c = c;
    }

    PacketLine parse() throws ScriptException {
        IpInfo ip = c.peek() == '(' || c.peek() == '[' ? ipInfo() : IpInfo.NONE;
        End from = end();
        End to = c.take(">") ? end() : null;
        if (from != null && to == null && from.name() == null) {
            throw c.error("expected '> PORT'");
        }
        for (String prefix : List.of("ipv4", "ipv6", "gre", "mpls", "udp", "psp", "tcp")) {
            if (c.takeWord(prefix)) {
                throw ScriptException.unsupported(c.position(), prefix + " packets");
            }
        }
        return new PacketLine(ip, from, to, c.takeWord("icmp") ? icmp() : tcp());
    }

    private IpInfo ipInfo() throws ScriptException {
        String close = c.take("(") ? ")" : "]";
        c.take("[");
        Integer ecn = null;
        Integer tos = null;
        Integer ttl = null;
        Integer label = null;
        do {
            Position position = c.position();
            String word = c.word();
            switch (word) {
                case "noecn" -> ecn = 0;
                case "ect1" -> ecn = 1;
                case "ect0" -> ecn = 2;
                case "ce" -> ecn = 3;
                case "ect01" -> ecn = IpInfo.EITHER_ECT;
                case "tos" -> tos = (int) c.number(0, 255, word);
                case "ttl" -> ttl = (int) c.number(1, 255, word);
                case "flowlabel" -> label = (int) c.number(0, 0xfffff, word);
                default -> throw ScriptException.unsupported(position, "IP field " + word);
            }
        } while (c.take(",") || c.peek() != close.charAt(0) && c.atWord());
        c.expect(close);
        return new IpInfo(ecn, tos, ttl, label);
    }

    /** A port or {@code addr[name]}; null if neither stands here. */
    private End end() throws ScriptException {
        int start = c.mark();
        if (c.takeWord("addr") && c.take("[")) {
            String name = c.word();
            String literal = null;
            if (c.take("=")) {
                c.word();
                c.expect("(");
                literal = c.string();
                c.expect(")");
            }
            c.expect("]");
            int port = c.take(":") ? (int) c.number(0, 65_535, "a port") : -1;
            return new End(name, literal, port);
        }
        c.back(start);
        if (c.atNumber()) {
            int port = (int) c.number(0, 65_535, "a port");
            return new End(null, null, port);
        }
        return null;
    }

    private TcpLine tcp() throws ScriptException {
        int start = c.skip().mark();
        String letters = c.run(ch -> !Character.isWhitespace(ch));
        int flags = 0;
        int ace = -1;
        for (int i = 0; i < letters.length(); i++) {
            char letter = letters.charAt(i);
            if (letter >= '0' && letter <= '7' && ace < 0) {
                ace = letter - '0';
            } else {
                flags |= flag(letter, start);
            }
        }
        if (letters.isEmpty()) {
            throw c.error("expected TCP flags");
        }
        return ranges(flags, ace);
    }

    private int flag(char letter, int start) throws ScriptException {
        return switch (letter) {
            case 'S' -> TcpFlags.SYN;
            case 'F' -> TcpFlags.FIN;
            case 'R' -> TcpFlags.RST;
            case 'P' -> TcpFlags.PSH;
            case '.' -> TcpFlags.ACK;
            case 'U' -> TcpFlags.URG;
            case 'E' -> TcpFlags.ECE;
            case 'W', 'C' -> TcpFlags.CWR;
            case 'A' -> TcpLine.AE;
            case '-' -> 0;
            default -> {
                c.back(start);
                throw c.error("'" + Printable.of(String.valueOf(letter)) + "' is no TCP flag");
            }
        };
    }

    private TcpLine ranges(int flags, int ace) throws ScriptException {
        long[] range = range();
        Long ack = null;
        Integer window = null;
        Integer urgent = null;
        while (true) {
            if (c.takeWord("ack")) {
                ack = c.number();
            } else if (c.takeWord("win")) {
                window = (int) c.number(0, 65_535, "win");
            } else if (c.takeWord("urg")) {
                urgent = (int) c.number(0, 65_535, "urg");
            } else {
                break;
            }
        }
        boolean any = c.take("<...>");
        List<OptionLine> options = !any && c.take("<") ? new OptionParser(c).parse() : List.of();
        return new TcpLine(flags, ace, range[0], (int) range[1], ack, window, urgent, options, any);
    }

    /** {@code SEQ:END(LENGTH)}. @return start and length */
    private long[] range() throws ScriptException {
        long seq = c.number();
        c.expect(":");
        long end = c.number();
        c.expect("(");
        long length = c.number(0, MAX_PAYLOAD, "a payload");
        c.expect(")");
        if ((int) (end - seq) != (int) length) {
            throw c.error("the range " + seq + ":" + end + " does not hold " + length + " bytes");
        }
        return new long[] {seq, length};
    }

    private IcmpLine icmp() throws ScriptException {
        Position position = c.position();
        String type = c.word();
        String code = c.atWord() && !c.at("mtu") ? c.word() : null;
        int mtu = c.takeWord("mtu") ? (int) c.number(0, Integer.MAX_VALUE, "mtu") : -1;
        boolean tcp = false;
        long[] range = {0, 0};
        if (c.take("[")) {
            if (c.takeWord("udp") || c.takeWord("raw")) {
                c.until("]");
            } else {
                tcp = true;
                range = range();
                c.expect("]");
            }
        }
        return new IcmpLine(position, type, code, mtu, tcp, range[0], (int) range[1]);
    }
}
