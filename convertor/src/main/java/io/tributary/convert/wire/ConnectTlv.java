package io.tributary.convert.wire;

import io.tributary.Rfc;
import io.tributary.wire.IpAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Names the remote peer. Base: five words; extended: options that the converter shall put into its SYN follow.
 *
 * @param address 128 bits on the wire, IPv4 mapped; not validated here: what may be asked for is the session's decision
 * @param port    0 to 65535
 * @param options options asked for, in order; end-of-list and NOP octets are never among them
 */
@Rfc(value = 8803, section = "6.2.5")
public record ConnectTlv(IpAddress address, int port, List<TcpOption> options) implements Tlv {
    public static final int TYPE = 10;
    private static final int BASE_WORDS = 5;

    public ConnectTlv {
        options = List.copyOf(options);
    }

    public static ConnectTlv base(IpAddress address, int port) {
        return new ConnectTlv(address, port, List.of());
    }

    /** True if an option of {@code kind} is asked for. */
    public boolean asksFor(int kind) {
        return options.stream().anyMatch(o -> o.kind() == kind);
    }

    @Override
    public int type() {
        return TYPE;
    }

    @Override
    public int words() {
        return BASE_WORDS + Tlv.wordsFor(options.stream().mapToInt(TcpOption::length).sum());
    }

    @Override
    public void encodeValue(ByteBuffer dst) {
        dst.putShort((short) port).putLong(address.hi()).putLong(address.lo());
        for (TcpOption o : options) {
            dst.put((byte) o.kind()).put((byte) o.length()).put(o.value());
        }
    }

    static ConnectTlv decode(ByteBuffer value) {
        if (value.remaining() < 4 * BASE_WORDS - 2) {
            return null;
        }
        int port = value.getShort() & 0xffff;
        IpAddress address = new IpAddress(value.getLong(), value.getLong());
        List<TcpOption> options = new ArrayList<>();
        while (value.hasRemaining()) {
            int kind = value.get() & 0xff;
            if (kind == TcpOption.END_OF_LIST) {
                break;
            }
            if (kind == TcpOption.NOP) {
                continue;
            }
            int length = value.hasRemaining() ? (value.get() & 0xff) - 2 : -1;
            if (length < 0 || length > value.remaining()) {
                return null;
            }
            byte[] content = new byte[length];
            value.get(content);
            options.add(new TcpOption(kind, content));
        }
        return new ConnectTlv(address, port, options);
    }
}
