package io.tributary.wire;

import io.tributary.Rfc;
import org.agrona.DirectBuffer;

/**
 * A walk over the extension headers of one IPv6 packet, to the upper-layer header or to the fragment header of a packet
 * that is a part of one. Reused, and bounded: at most {@value #MAX_HEADERS} headers of {@value #MAX_BYTES} bytes together.
 *
 * <p>Decisions: a routing header with segments left is refused whatever its type, we are nobody's waypoint. A hop-by-hop
 * header elsewhere than first is an unknown header, as the RFC has it. A second fragment header is refused. Any other
 * value that is no extension header ends the walk as the protocol of the payload; whether somebody takes it is not
 * known here.
 */
@Rfc(value = 8200, section = {"4", "4.1", "4.3", "4.4", "4.5", "4.6"})
public final class Ipv6Extensions {
    public static final int MAX_HEADERS = 8;
    public static final int MAX_BYTES = 256;

    /** How the walk ended. */
    public enum Outcome {
        /** At the payload or at a fragment's part of it. */
        DONE,
        /** A header reaches beyond the packet. */
        TRUNCATED,
        /** More headers or bytes than we are willing to walk. */
        TOO_LONG,
        /** A hop-by-hop or second fragment header where none may be. */
        MISPLACED,
        /** A routing header with segments left. */
        ROUTED,
        /** An option that asks to be known or the packet to be discarded. */
        UNKNOWN_OPTION
    }

    private DirectBuffer buffer;
    private int start;
    private int end;

    private int protocol;
    private int protocolField;
    private int payloadAt;
    private boolean isFragment;
    private boolean hasFragmentHeader;
    private int fragmentHeaderAt;
    private int fragmentField;
    private int fragmentOffset;
    private boolean moreFragments;
    private int fragmentId;
    private int problemCode;
    private int problemPointer;

    /**
     * @param at  offset of the IPv6 header, which must be there whole
     * @param end offset of the packet's end
     */
    public Outcome walk(DirectBuffer b, int at, int end) {
        buffer = b;
        start = at;
        this.end = end;
        protocolField = Ipv6Header.NEXT_HEADER_OFFSET;
        protocol = u8(at + protocolField);
        payloadAt = at + Ipv6Header.LENGTH;
        isFragment = false;
        hasFragmentHeader = false;
        problemCode = -1;
        problemPointer = 0;
        for (int headers = 0; isExtension(protocol) && !isFragment; headers++) {
            if (headers == MAX_HEADERS) {
                return Outcome.TOO_LONG;
            }
            Outcome outcome = step(headers);
            if (outcome != Outcome.DONE) {
                return outcome;
            }
        }
        return Outcome.DONE;
    }

    private static boolean isExtension(int protocol) {
        return protocol == IpProtocol.HOP_BY_HOP || protocol == IpProtocol.ROUTING || protocol == IpProtocol.FRAGMENT
            || protocol == IpProtocol.DESTINATION_OPTIONS;
    }

    private Outcome step(int index) {
        int header = payloadAt;
        if (end - header < 8) {
            return Outcome.TRUNCATED;
        }
        int size = protocol == IpProtocol.FRAGMENT ? 8 : 8 + 8 * u8(header + 1);
        if (size > end - header) {
            return Outcome.TRUNCATED;
        }
        if (header + size - start - Ipv6Header.LENGTH > MAX_BYTES) {
            return Outcome.TOO_LONG;
        }
        Outcome outcome = switch (protocol) {
            case IpProtocol.HOP_BY_HOP -> index == 0 ? options(header + 2, header + size) : problem(Outcome.MISPLACED, 1, protocolField);
            case IpProtocol.DESTINATION_OPTIONS -> options(header + 2, header + size);
            case IpProtocol.ROUTING -> u8(header + 3) == 0 ? Outcome.DONE : problem(Outcome.ROUTED, 0, header + 2 - start);
            default -> fragment(header);
        };
        protocolField = header - start;
        protocol = u8(header);
        payloadAt = header + size;
        return outcome;
    }

    private Outcome fragment(int header) {
        if (hasFragmentHeader) {
            return problem(Outcome.MISPLACED, 1, protocolField);
        }
        hasFragmentHeader = true;
        fragmentHeaderAt = header;
        fragmentField = protocolField;
        int word = u8(header + 2) << 8 | u8(header + 3);
        fragmentOffset = word & 0xfff8;
        moreFragments = (word & 1) != 0;
        fragmentId = u8(header + 4) << 24 | u8(header + 5) << 16 | u8(header + 6) << 8 | u8(header + 7);
        isFragment = fragmentOffset != 0 || moreFragments;
        return Outcome.DONE;
    }

    /** The two high bits of an unknown option's type say what to do with the packet; there is no option we know but padding. */
    @Rfc(value = 8200, section = "4.2")
    private Outcome options(int from, int to) {
        int i = from;
        while (i < to) {
            int type = u8(i);
            if (type == 0) {
                i++;
                continue;
            }
            if (to - i < 2 || u8(i + 1) > to - i - 2) {
                return problem(Outcome.TRUNCATED, 0, i - start);
            }
            int action = type >>> 6;
            if (action == 1) {
                return Outcome.UNKNOWN_OPTION;
            }
            if (action == 2 || action == 3 && u8(start + 24) != 0xff) {
                return problem(Outcome.UNKNOWN_OPTION, 2, i - start);
            }
            if (action == 3) {
                return Outcome.UNKNOWN_OPTION;
            }
            i += 2 + u8(i + 1);
        }
        return Outcome.DONE;
    }

    private Outcome problem(Outcome outcome, int code, int pointer) {
        problemCode = code;
        problemPointer = pointer;
        return outcome;
    }

    private int u8(int offset) {
        return buffer.getByte(offset) & 0xff;
    }

    /** Next-header value of the payload. */
    public int protocol() {
        return protocol;
    }

    /** Offset, from the packet's start, of the byte that names {@link #protocol()}. */
    public int protocolField() {
        return protocolField;
    }

    public int payloadAt() {
        return payloadAt;
    }

    /** The packet is a part of one. A fragment header on a whole packet (RFC 6946 calls it atomic) makes no fragment. */
    public boolean isFragment() {
        return isFragment;
    }

    /** Where the fragment header starts: the end of what each fragment repeats; meaningful with {@link #isFragment()}. */
    public int fragmentHeaderAt() {
        return fragmentHeaderAt;
    }

    /** Offset, from the packet's start, of the byte that announced the fragment header; meaningful with {@link #isFragment()}. */
    public int fragmentField() {
        return fragmentField;
    }

    /** Bytes; meaningful, as what follows, with {@link #isFragment()}. */
    public int fragmentOffset() {
        return fragmentOffset;
    }

    public boolean moreFragments() {
        return moreFragments;
    }

    public int fragmentId() {
        return fragmentId;
    }

    /** Unless the walk was DONE: the code of the ICMPv6 Parameter Problem it deserves, -1 for none. */
    public int problemCode() {
        return problemCode;
    }

    public int problemPointer() {
        return problemPointer;
    }
}
