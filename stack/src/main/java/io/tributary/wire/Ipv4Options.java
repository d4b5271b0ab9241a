package io.tributary.wire;

import io.tributary.Rfc;
import org.agrona.DirectBuffer;

/**
 * The options of an IPv4 header, which mean nothing to us but two: a source route we neither follow nor reverse.
 */
@Rfc(value = 791, section = "3.1")
@Rfc(value = 9293, section = "3.9.2.1", deviation = "source-routed packets are dropped, so there is no route to reverse")
public final class Ipv4Options {
    /** Nothing that concerns us. */
    public static final int HARMLESS = 0;
    /** A length is impossible. */
    public static final int MALFORMED = 1;
    /** A loose or strict source route. */
    public static final int SOURCE_ROUTE = 2;

    private static final int END = 0;
    private static final int NOP = 1;
    private static final int LOOSE_SOURCE_ROUTE = 131;
    private static final int STRICT_SOURCE_ROUTE = 137;

    private Ipv4Options() {
    }

    public static int scan(DirectBuffer b, int at, int len) {
        int end = at + len;
        int i = at;
        while (i < end) {
            int type = b.getByte(i) & 0xff;
            if (type == END) {
                return HARMLESS;
            }
            if (type == NOP) {
                i++;
                continue;
            }
            if (type == LOOSE_SOURCE_ROUTE || type == STRICT_SOURCE_ROUTE) {
                return SOURCE_ROUTE;
            }
            int size = i + 1 < end ? b.getByte(i + 1) & 0xff : 0;
            if (size < 2 || size > end - i) {
                return MALFORMED;
            }
            i += size;
        }
        return HARMLESS;
    }
}
