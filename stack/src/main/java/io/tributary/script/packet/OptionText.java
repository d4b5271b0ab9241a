package io.tributary.script.packet;

import io.tributary.wire.option.TcpOptionKind;
import java.util.HexFormat;

/** An option of a real packet in the words of scripts. */
final class OptionText {
    private OptionText() {
    }

    static String of(OptionItem o, Flow f) {
        return switch (o.kind()) {
            case TcpOptionKind.END -> "eol";
            case TcpOptionKind.NOP -> "nop";
            case TcpOptionKind.MSS -> o.length() == 4 ? "mss " + o.u16(2) : raw(o);
            case TcpOptionKind.WINDOW_SCALE -> o.length() == 3 ? "wscale " + o.u8(2) : raw(o);
            case TcpOptionKind.SACK_PERMITTED -> "sackOK";
            case TcpOptionKind.SACK -> sack(o, f);
            case TcpOptionKind.TIMESTAMPS -> o.length() == 10 ? timestamps(o, f) : raw(o);
            case TcpOptionKind.FAST_OPEN -> ("FO " + HexFormat.of().formatHex(o.body())).strip();
            case TcpOptionKind.MPTCP -> MptcpText.of(o, f);
            default -> raw(o);
        };
    }

    private static String sack(OptionItem o, Flow f) {
        StringBuilder s = new StringBuilder("sack");
        for (int i = 2; i + 8 <= o.length(); i += 8) {
            s.append(' ').append(f.peerRelative(o.i32(i))).append(':').append(f.peerRelative(o.i32(i + 4)));
        }
        return s.toString();
    }

    private static String timestamps(OptionItem o, Flow f) {
        Integer label = f.labelOf(o.i32(2));
        return "TS val " + (label == null ? "?" : Integer.toUnsignedString(label)) + " ecr " + (o.i32(6) & 0xffff_ffffL);
    }

    private static String raw(OptionItem o) {
        return "kind " + o.kind() + " " + HexFormat.of().formatHex(o.body());
    }
}
