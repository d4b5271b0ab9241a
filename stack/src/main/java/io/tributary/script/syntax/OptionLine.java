package io.tributary.script.syntax;

import java.util.List;

/** A TCP option as written. */
public sealed interface OptionLine permits OptionLine.Plain, OptionLine.Sack, OptionLine.Timestamps, OptionLine.Bytes, MptcpLine {
    /** As it stands in the script. */
    String text();

    /** An option with at most one number: {@code value} means nothing where the kind has none. */
    record Plain(int kind, int value, String text) implements OptionLine {
    }

    record Sack(List<Block> blocks, String text) implements OptionLine {
    }

    /** A block of SACK, relative numbers. */
    record Block(long left, long right) {
    }

    record Timestamps(long value, long echo, String text) implements OptionLine {
    }

    /** An option whose content is given: Fast Open in both forms, MD5, unknown kinds. {@code body} is what follows the length. */
    record Bytes(int kind, byte[] body, String text) implements OptionLine {
    }
}
