package io.tributary.script.syntax;

import java.util.List;

/**
 * A TCP segment as written; sequence and acknowledgment numbers are relative.
 *
 * @param flags      TCP header bits; bit 8 is AE
 * @param ace        the counter in the three bits AE, CWR, ECE; -1: written as flags
 * @param length     payload bytes
 * @param ack        null: not written
 * @param window     the raw field; null: not written
 * @param urgent     the urgent pointer; null: not written
 * @param anyOptions the options are not of interest
 */
public record TcpLine(int flags, int ace, long seq, int length, Long ack, Integer window, Integer urgent,
                      List<OptionLine> options, boolean anyOptions) implements PacketLine.Body {
    public static final int AE = 0x100;
}
