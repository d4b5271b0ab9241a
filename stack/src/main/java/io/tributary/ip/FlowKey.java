package io.tributary.ip;

import io.tributary.wire.IpAddress;

/**
 * A flow as one of our endpoints sees it. The zone is part of it: with address preservation the same 4-tuple exists on
 * both sides of a convertor.
 */
public record FlowKey(int zone, long localHi, long localLo, int localPort, long remoteHi, long remoteLo, int remotePort) {
    public boolean isV4() {
        return IpAddress.isV4(remoteHi, remoteLo);
    }

    public IpAddress local() {
        return new IpAddress(localHi, localLo);
    }

    public IpAddress remote() {
        return new IpAddress(remoteHi, remoteLo);
    }

    @Override
    public String toString() {
        return local().withPort(localPort) + " > " + remote().withPort(remotePort) + " zone " + zone;
    }
}
