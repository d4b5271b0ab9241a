package io.tributary.mptcp;

import io.tributary.mptcp.data.DataSettings;
import io.tributary.mptcp.fallback.CloseSettings;
import io.tributary.mptcp.open.CapableSettings;
import io.tributary.mptcp.path.Endpoint;
import io.tributary.mptcp.path.PathSettings;
import java.util.List;

/** MPTCP's knobs, by what they are about; named as on Linux where it has them. */
public record MptcpConfig(CapableSettings capable, PathSettings paths, DataSettings data, CloseSettings close) {
    public static final MptcpConfig DEFAULT =
        new MptcpConfig(CapableSettings.DEFAULT, PathSettings.DEFAULT, DataSettings.DEFAULT, CloseSettings.DEFAULT);

    public MptcpConfig with(CapableSettings s) {
        return new MptcpConfig(s, paths, data, close);
    }

    public MptcpConfig with(PathSettings s) {
        return new MptcpConfig(capable, s, data, close);
    }

    public MptcpConfig with(DataSettings s) {
        return new MptcpConfig(capable, paths, s, close);
    }

    public MptcpConfig with(CloseSettings s) {
        return new MptcpConfig(capable, paths, data, s);
    }

    public MptcpConfig withEndpoints(Endpoint... e) {
        return with(paths.withEndpoints(List.of(e)));
    }

    public MptcpConfig withLimits(int maxSubflows, int maxAddAddrAccepted) {
        return with(paths.withLimits(maxSubflows, maxAddAddrAccepted));
    }

    public MptcpConfig withAllowJoinInitial(boolean on) {
        return with(capable.withAllowJoinInitial(on));
    }

    public MptcpConfig withCloseTimeout(long ns) {
        return with(close.withCloseTimeout(ns));
    }
}
