package io.tributary.driver.setup;

import io.tributary.abi.Netlink;
import io.tributary.driver.nativeio.Native;
import java.nio.charset.StandardCharsets;
import org.agrona.concurrent.UnsafeBuffer;

/** One netlink request under construction: header, the family's fixed part, attributes. */
final class NetlinkMessage {
    private static final int CAPACITY = 2048;
    private final UnsafeBuffer buffer = Native.memory(CAPACITY);
    private int length = Netlink.NLMSGHDR_SIZE;

    NetlinkMessage(int type, int flags) {
        buffer.putShort(Netlink.NLMSG_TYPE, (short) type);
        buffer.putShort(Netlink.NLMSG_FLAGS, (short) (Netlink.NLM_F_REQUEST | Netlink.NLM_F_ACK | flags));
    }

    /** The fixed part of {@code size} bytes, all zero. @return where it starts */
    int fixed(int size) {
        int at = length;
        length += align(size);
        return at;
    }

    UnsafeBuffer buffer() {
        return buffer;
    }

    NetlinkMessage attribute(int type, byte[] value) {
        buffer.putShort(length + Netlink.NLA_LEN, (short) (Netlink.NLATTR_SIZE + value.length));
        buffer.putShort(length + Netlink.NLA_TYPE, (short) type);
        buffer.putBytes(length + Netlink.NLATTR_SIZE, value);
        length += align(Netlink.NLATTR_SIZE + value.length);
        return this;
    }

    NetlinkMessage attribute(int type, int value) {
        buffer.putShort(length + Netlink.NLA_LEN, (short) (Netlink.NLATTR_SIZE + Integer.BYTES));
        buffer.putShort(length + Netlink.NLA_TYPE, (short) type);
        buffer.putInt(length + Netlink.NLATTR_SIZE, value);
        length += Netlink.NLATTR_SIZE + Integer.BYTES;
        return this;
    }

    NetlinkMessage attribute(int type, String text) {
        return attribute(type, (text + "\0").getBytes(StandardCharsets.UTF_8));
    }

    /** Closes the message. @return its length, bytes */
    int finish(int sequence) {
        buffer.putInt(Netlink.NLMSG_LEN, length);
        buffer.putInt(Netlink.NLMSG_SEQ, sequence);
        return length;
    }

    static int align(int length) {
        return length + Netlink.NLA_ALIGNTO - 1 & -Netlink.NLA_ALIGNTO;
    }
}
