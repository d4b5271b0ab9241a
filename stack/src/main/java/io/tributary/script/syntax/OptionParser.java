package io.tributary.script.syntax;

import io.tributary.wire.option.TcpOptionKind;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** The options of a TCP segment, up to the closing '>'. */
final class OptionParser {
    static final int MD5 = 19;
    static final int EXPERIMENTAL = 254;
    private static final byte[] FAST_OPEN_MAGIC = {(byte) 0xf9, (byte) 0x89};

    private final Cursor c;

    OptionParser(Cursor c) {
        this.c = c;
    }

    List<OptionLine> parse() throws ScriptException {
        List<OptionLine> options = new ArrayList<>();
        if (c.take(">")) {
            return options;
        }
        do {
            options.add(option());
        } while (c.take(","));
        c.expect(">");
        return options;
    }

    private OptionLine option() throws ScriptException {
        Position position = c.position();
        int start = c.mark();
        String name = c.word();
        switch (name) {
            case "nop":
                return new OptionLine.Plain(TcpOptionKind.NOP, 0, name);
            case "eol":
                return new OptionLine.Plain(TcpOptionKind.END, 0, name);
            case "mss":
                return plain(TcpOptionKind.MSS, (int) c.number(0, 65_535, name), start);
            case "wscale":
                return plain(TcpOptionKind.WINDOW_SCALE, (int) c.number(0, 255, name), start);
            case "sackOK":
                return plain(TcpOptionKind.SACK_PERMITTED, 0, start);
            case "sack":
                return new OptionLine.Sack(blocks(), c.since(start));
            case "TS":
                return timestamps(start);
            case "FO":
                return new OptionLine.Bytes(TcpOptionKind.FAST_OPEN, hex(), c.since(start));
            case "FOEXP":
                return new OptionLine.Bytes(EXPERIMENTAL, join(FAST_OPEN_MAGIC, hex()), c.since(start));
            case "md5":
                return new OptionLine.Bytes(MD5, md5(), c.since(start));
            case "ECN":
                throw ScriptException.unsupported(position, "option ECN (AccECN)");
            default:
                if (MptcpParser.isMptcp(name)) {
                    return new MptcpParser(c).parse(name, position, start);
                }
                throw ScriptException.unsupported(position, "option " + name);
        }
    }

    private OptionLine plain(int kind, int value, int start) {
        return new OptionLine.Plain(kind, value, c.since(start));
    }

    private List<OptionLine.Block> blocks() throws ScriptException {
        List<OptionLine.Block> blocks = new ArrayList<>();
        while (c.atNumber()) {
            long left = c.number();
            c.expect(":");
            blocks.add(new OptionLine.Block(left, c.number()));
        }
        if (blocks.size() > 4) {
            throw c.error("at most four blocks of SACK fit");
        }
        return blocks;
    }

    private OptionLine timestamps(int start) throws ScriptException {
        word("val");
        long value = c.number();
        word("ecr");
        long echo = c.number();
        return new OptionLine.Timestamps(value, echo, c.since(start));
    }

    private void word(String word) throws ScriptException {
        if (!c.takeWord(word)) {
            throw c.error("expected '" + word + "'");
        }
    }

    private byte[] md5() throws ScriptException {
        if (c.takeWord("valid") || c.takeWord("invalid")) {
            throw ScriptException.unsupported(c.position(), "computed MD5 digests");
        }
        return hex();
    }

    private byte[] hex() throws ScriptException {
        String digits = c.run(ch -> Character.digit(ch, 16) >= 0);
        if (digits.length() % 2 != 0 || digits.length() > 72 || Cursor.isWordPart(c.here())) {
            throw c.error("expected pairs of hexadecimal digits");
        }
        return HexFormat.of().parseHex(digits);
    }

    private static byte[] join(byte[] a, byte[] b) {
        byte[] all = java.util.Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, all, a.length, b.length);
        return all;
    }
}
