package io.tributary.script.packet;

import io.tributary.ip.IpWriter;
import io.tributary.script.syntax.IcmpLine;
import io.tributary.script.syntax.PacketLine.IpInfo;
import io.tributary.script.syntax.ScriptException;
import io.tributary.wire.Icmpv4Message;
import io.tributary.wire.Icmpv6Message;
import io.tributary.wire.IpAddress;
import io.tributary.wire.IpProtocol;
import io.tributary.wire.TcpFlags;
import io.tributary.wire.TcpHeader;
import io.tributary.wire.option.OptionPlan;
import java.util.List;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;

/** Makes the ICMP errors of the script's network: each quotes the start of a packet that the stack sent. */
public final class IcmpBuilder {
    private static final int HOP_LIMIT = 64;
    private static final int UDP = 17;
    /** By their codes. */
    private static final List<String> UNREACHABLE_V4 = List.of("net_unreachable", "host_unreachable", "protocol_unreachable",
        "port_unreachable", "frag_needed", "source_route_failed", "net_unknown", "host_unknown", "source_host_isolated", "net_prohibited",
        "host_prohibited", "net_unreachable_for_tos", "host_unreachable_for_tos", "packet_filtered", "precedence_violation",
        "precedence_cutoff");
    private static final Map<String, Integer> UNREACHABLE_V6 = Map.of("net_unreachable", 0, "no_route", 0, "admin_prohibited", 1,
        "not_neighbour", 2, "beyond_scope", 2, "host_unreachable", 3, "address_unreachable", 3, "port_unreachable", 4);

    /** The bytes of an ICMP packet, IP header included, that comes from the script's peer. */
    public byte[] error(IcmpLine line, IpInfo ip, Flow f) throws ScriptException {
        UnsafeBuffer quoted = new UnsafeBuffer(quoted(line, f));
        boolean v4 = f.local().isV4();
        int header = IpWriter.headerLength(f.local().hi(), f.local().lo());
        int length = Icmpv4Message.HEADER_LENGTH + quoted.capacity();
        UnsafeBuffer b = new UnsafeBuffer(new byte[header + length]);
        PacketBuilder.ipHeader(b, f, length, ip, v4 ? IpProtocol.ICMP : IpProtocol.ICMPV6);
        b.putBytes(header + Icmpv4Message.HEADER_LENGTH, quoted, 0, quoted.capacity());
        int word = Math.max(line.mtu(), 0);
        if (v4) {
            Icmpv4Message.encode(b, header, typeV4(line), codeV4(line), word, quoted.capacity());
        } else {
            IpAddress from = f.remote();
            IpAddress to = f.local();
            Icmpv6Message.encode(b, header, typeV6(line), codeV6(line), word, quoted.capacity(), from.hi(), from.lo(), to.hi(), to.lo());
        }
        return b.byteArray();
    }

    /** The headers of what the stack sent: enough for any router. */
    private static byte[] quoted(IcmpLine line, Flow f) {
        IpAddress from = f.local();
        IpAddress to = f.remote();
        int header = IpWriter.headerLength(from.hi(), from.lo());
        UnsafeBuffer b = new UnsafeBuffer(new byte[header + TcpHeader.LENGTH]);
        IpWriter.writeHeader(b, 0, from.hi(), from.lo(), to.hi(), to.lo(), line.tcp() ? IpProtocol.TCP : UDP,
            TcpHeader.LENGTH + line.length(), HOP_LIMIT, 0, 0);
        TcpHeader.encode(b, header, f.localPort(), f.remotePort(), f.localSeq(line.seq()), 0, TcpFlags.ACK, 0, 0,
            new OptionPlan());
        return b.byteArray();
    }

    private static int typeV4(IcmpLine line) throws ScriptException {
        return switch (line.type()) {
            case "unreachable" -> Icmpv4Message.UNREACHABLE;
            case "source_quench" -> Icmpv4Message.SOURCE_QUENCH;
            case "time_exceeded" -> Icmpv4Message.TIME_EXCEEDED;
            case "parameter_problem" -> Icmpv4Message.PARAMETER_PROBLEM;
            case "redirect" -> Icmpv4Message.REDIRECT;
            default -> throw ScriptException.unsupported(line.position(), "icmp " + line.type());
        };
    }

    private static int codeV4(IcmpLine line) throws ScriptException {
        int code = line.code() == null ? 0 : UNREACHABLE_V4.indexOf(line.code());
        return code >= 0 ? code : exceeded(line);
    }

    private static int exceeded(IcmpLine line) throws ScriptException {
        return switch (line.code()) {
            case "ttl", "hop_limit", "exc_ttl" -> 0;
            case "reassembly", "exc_fragtime" -> 1;
            default -> throw ScriptException.unsupported(line.position(), "icmp " + line.type() + " " + line.code());
        };
    }

    private static int typeV6(IcmpLine line) throws ScriptException {
        return switch (line.type()) {
            case "unreachable" -> 1;
            case "packet_too_big" -> 2;
            case "time_exceeded" -> 3;
            case "parameter_problem" -> 4;
            default -> throw ScriptException.unsupported(line.position(), "icmp " + line.type());
        };
    }

    private static int codeV6(IcmpLine line) throws ScriptException {
        if (line.code() == null) {
            return 0;
        }
        Integer code = UNREACHABLE_V6.get(line.code());
        return code != null ? code : exceeded(line);
    }
}
