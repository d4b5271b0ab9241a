package io.tributary.sim.chaos;

import io.tributary.mptcp.MptcpConnection;

/** What has to hold at every moment, looked at after every event. */
final class Watch {
    /** Packets for nothing: no byte delivered or acknowledged, nothing opened or closed meanwhile. */
    private static final long STORM_PACKETS = 4000;
    private static final long STORM_NS = 4_000_000_000L;

    private final World world;
    private long progress = -1;
    private long progressNs;
    private long packetsAtProgress;
    private String violation;

    Watch(World world) {
        this.world = world;
    }

    /** Null while all is well. */
    String violation() {
        return violation;
    }

    /** @return true if something is wrong */
    boolean check() {
        long sum = 0;
        for (Talk t : world.talks()) {
            for (int s = 0; s < 2; s++) {
                Talker x = t.side(s);
                sum += x.received() + x.out().acknowledgedUpTo() + (x.closed() == null ? 0 : 1) + (x.isEstablished() ? 1 : 0);
                stream(x);
            }
        }
        storm(sum);
        return violation != null;
    }

    /** One direction, from {@code x} to its peer. */
    private void stream(Talker x) {
        long received = x.peer().received();
        if (received > x.written() && !mayBeChanged(x.peer())) {
            fail(x, "the peer got " + received + " bytes of " + x.written() + " written");
        } else if (x.out().acknowledgedUpTo() > received && !mayLie(x)) {
            fail(x, "bytes up to " + x.out().acknowledgedUpTo() + " were let go of, the peer has " + received);
        } else if (x.damagedAt() >= 0 && !mayBeChanged(x)) {
            fail(x, "read wrong bytes behind position " + x.damagedAt());
        } else if (x.in().endSeen() && !x.peer().hasEnded() && x.peer().closed() == null) {
            fail(x, "saw an end that the peer has not announced");
        }
    }

    private void storm(long sum) {
        long packets = 0;
        for (PathState p : world.paths()) {
            packets += p.packets();
        }
        long now = world.sim().nowNs();
        if (sum != progress) {
            progress = sum;
            progressNs = now;
            packetsAtProgress = packets;
        } else if (now - progressNs > STORM_NS) {
            progressNs = now;
            packetsAtProgress = packets;
        } else if (packets - packetsAtProgress > STORM_PACKETS && violation == null) {
            violation = packets - packetsAtProgress + " packets in " + Ingredient.ms(now - progressNs) + " that brought nothing";
        }
    }

    private void fail(Talker x, String what) {
        if (violation == null) {
            violation = "connection " + x.talk().number() + ", " + (x == x.talk().side(0) ? "client: " : "server: ") + what;
        }
    }

    /**
     * Below the data level nobody notices what a box acknowledges in the receiver's name; and who has left MPTCP lets go of what
     * the subflow acknowledges, though a peer that has not may still keep it from its application.
     */
    boolean mayLie(Talker x) {
        return isPlain(x) && (!isPlain(x.peer()) || world.paths().stream().anyMatch(p -> p.doesLie() || p.doesChangePayload()));
    }

    private boolean hasChecksums() {
        return world.setup().hosts[0].checksum || world.setup().hosts[1].checksum;
    }

    boolean mayBeChanged(Talker x) {
        return world.paths().stream().anyMatch(PathState::doesChangePayload) && (!hasChecksums() || isPlain(x));
    }

    private static boolean isPlain(Talker x) {
        return !(x.connection() instanceof MptcpConnection c) || !c.isMultipath();
    }
}
