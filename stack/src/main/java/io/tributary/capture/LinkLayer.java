package io.tributary.capture;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;

/** Finds the IP packet behind the link-layer header, for the link types that carry IP on Linux machines. */
public final class LinkLayer {
    public static final int NULL = 0;
    public static final int ETHERNET = 1;
    public static final int RAW_BSD = 12;
    public static final int RAW = 101;
    public static final int LINUX_SLL = 113;
    public static final int IPV4 = 228;
    public static final int IPV6 = 229;
    public static final int LINUX_SLL2 = 276;

    /** Instead of an offset: another protocol than IP, or a link type we do not know. */
    public static final int NOT_IP = -1;
    /** Instead of an offset: shorter than its link-layer header. */
    public static final int TOO_SHORT = -2;

    private static final int ETHERTYPE_IPV4 = 0x0800;
    private static final int ETHERTYPE_IPV6 = 0x86dd;
    private static final int MAX_TAGS = 8;

    private LinkLayer() {
    }

    public static boolean isKnown(int linkType) {
        return switch (linkType) {
            case NULL, ETHERNET, RAW_BSD, RAW, LINUX_SLL, IPV4, IPV6, LINUX_SLL2 -> true;
            default -> false;
        };
    }

    /** @return bytes from {@code at} to the IP header, or {@link #NOT_IP} or {@link #TOO_SHORT} */
    public static int ipOffset(int linkType, DirectBuffer b, int at, int length) {
        return switch (linkType) {
            case RAW, RAW_BSD, IPV4, IPV6 -> length > 0 ? 0 : TOO_SHORT;
            case NULL -> length > 4 ? 4 : TOO_SHORT;
            case ETHERNET -> behindEtherType(b, at, 12, 14, length);
            case LINUX_SLL -> behindEtherType(b, at, 14, 16, length);
            case LINUX_SLL2 -> behindEtherType(b, at, 0, 20, length);
            default -> NOT_IP;
        };
    }

    private static int behindEtherType(DirectBuffer b, int at, int typeAt, int header, int length) {
        if (length < header) {
            return TOO_SHORT;
        }
        int type = u16(b, at + typeAt);
        return isIp(type) ? header : isTag(type) ? behindTags(b, at, header, length) : NOT_IP;
    }

    /** VLAN tags: two bytes of tag, then the next type. */
    private static int behindTags(DirectBuffer b, int at, int tagAt, int length) {
        int offset = tagAt;
        for (int i = 0; i < MAX_TAGS && offset + 4 <= length; i++, offset += 4) {
            int type = u16(b, at + offset + 2);
            if (isIp(type)) {
                return offset + 4;
            }
            if (!isTag(type)) {
                return NOT_IP;
            }
        }
        return offset + 4 > length ? TOO_SHORT : NOT_IP;
    }

    private static boolean isIp(int etherType) {
        return etherType == ETHERTYPE_IPV4 || etherType == ETHERTYPE_IPV6;
    }

    private static boolean isTag(int etherType) {
        return etherType == 0x8100 || etherType == 0x88a8 || etherType == 0x9100;
    }

    private static int u16(DirectBuffer b, int at) {
        return b.getShort(at, ByteOrder.BIG_ENDIAN) & 0xffff;
    }
}
