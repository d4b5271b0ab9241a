package io.tributary.ip;

import io.tributary.wire.PacketView;

/** Hears of datagrams that were given up since not all of their fragments came in time. */
@FunctionalInterface
public interface ExpiredDatagrams {
    /**
     * @param firstFragment as it arrived; valid during the call
     * @param zone          where it arrived
     */
    void onTimeout(PacketView firstFragment, int zone, long nowNs);
}
