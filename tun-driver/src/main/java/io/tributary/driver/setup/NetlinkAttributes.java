package io.tributary.driver.setup;

import io.tributary.abi.Netlink;
import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;

/** The attributes in a part of a received netlink message; those that do not fit in it are not there. */
final class NetlinkAttributes {
    private final DirectBuffer buffer;
    private final int from;
    private final int to;

    NetlinkAttributes(DirectBuffer buffer, int from, int to) {
        this.buffer = buffer;
        this.from = from;
        this.to = to;
    }

    /** @return where its value starts, or -1 */
    private int find(int type) {
        int at = from;
        while (at + Netlink.NLATTR_SIZE <= to) {
            int length = length(at);
            if (length < Netlink.NLATTR_SIZE || at + length > to) {
                return -1;
            }
            if ((buffer.getShort(at + Netlink.NLA_TYPE) & Netlink.NLA_TYPE_MASK) == type) {
                return at + Netlink.NLATTR_SIZE;
            }
            at += NetlinkMessage.align(length);
        }
        return -1;
    }

    private int length(int at) {
        return buffer.getShort(at + Netlink.NLA_LEN) & 0xffff;
    }

    private int valueLength(int valueAt) {
        return length(valueAt - Netlink.NLATTR_SIZE) - Netlink.NLATTR_SIZE;
    }

    int integer(int type, int otherwise) {
        int at = find(type);
        return at >= 0 && valueLength(at) >= Integer.BYTES ? buffer.getInt(at) : otherwise;
    }

    int octet(int type, int otherwise) {
        int at = find(type);
        return at >= 0 && valueLength(at) >= 1 ? buffer.getByte(at) & 0xff : otherwise;
    }

    String text(int type) {
        int at = find(type);
        if (at < 0) {
            return "";
        }
        byte[] bytes = new byte[valueLength(at)];
        buffer.getBytes(at, bytes);
        int end = 0;
        while (end < bytes.length && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8);
    }

    NetlinkAttributes nested(int type) {
        int at = find(type);
        return at < 0 ? new NetlinkAttributes(buffer, 0, 0) : new NetlinkAttributes(buffer, at, at + valueLength(at));
    }
}
