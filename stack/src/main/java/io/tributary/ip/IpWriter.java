package io.tributary.ip;

import io.tributary.Rfc;
import io.tributary.wire.IpAddress;
import io.tributary.wire.Ipv4Header;
import io.tributary.wire.Ipv6Header;
import org.agrona.MutableDirectBuffer;

/**
 * Writes the IP header of what we send. As a rule nothing may be fragmented, so DF is set and any id will do; we send one all
 * the same, because a super-segment's parts are numbered from it.
 */
@Rfc(value = 6864, section = {"4.1", "4.2"})
public final class IpWriter {
    private IpWriter() {
    }

    /** Bytes of the header that {@link #writeHeader} writes for this address family. */
    public static int headerLength(long localHi, long localLo) {
        return IpAddress.isV4(localHi, localLo) ? Ipv4Header.LENGTH : Ipv6Header.LENGTH;
    }

    /**
     * Addresses in the form of {@link IpAddress}, both of one family.
     *
     * @param ipId low 16 bits count, IPv4 only
     * @return the header's length in bytes
     */
    public static int writeHeader(MutableDirectBuffer b, int at, long localHi, long localLo, long remoteHi, long remoteLo,
                                  int protocol, int payloadLength, int ttl, int dscpEcn, int ipId) {
        return IpAddress.isV4(localHi, localLo)
            ? Ipv4Header.encode(b, at, (int) localLo, (int) remoteLo, protocol, payloadLength, ttl, dscpEcn, ipId)
            : Ipv6Header.encode(b, at, localHi, localLo, remoteHi, remoteLo, protocol, payloadLength, ttl, dscpEcn);
    }

    /** Clears DF in the IPv4 header just written at {@code at}: its id has to be unique between these hosts. */
    @Rfc(value = 6864, section = "4.1")
    public static void allowFragmentation(MutableDirectBuffer b, int at) {
        Ipv4Header.clearDontFragment(b, at);
    }
}
