package io.tributary.convert.main.sim;

import io.tributary.convert.main.toml.Section;
import io.tributary.convert.main.toml.ValueType;
import io.tributary.tcp.SocketOptions;
import io.tributary.tcp.TcpConfig;
import io.tributary.tcp.congestion.CongestionAlgorithm;
import io.tributary.tcp.congestion.CongestionAlgorithms;
import io.tributary.tcp.congestion.CongestionSettings;
import io.tributary.tcp.congestion.EcnMode;

/** A flow's TCP settings; both ends have the same. */
final class FlowSettings {
    private FlowSettings() {
    }

    /** A {@link CongestionAlgorithm}. */
    static ValueType congestion() {
        return ValueType.parsed("the name of an algorithm, as \"newreno\" or \"cubic\"", name -> CongestionAlgorithms.named(name)
            .orElseThrow(() -> new IllegalArgumentException("there is no such algorithm")));
    }

    static TcpConfig of(Section flow) {
        CongestionSettings c = CongestionSettings.DEFAULT;
        CongestionAlgorithm algorithm = flow.get("congestion", CongestionAlgorithm.class);
        c = algorithm == null ? c : c.withAlgorithm(algorithm);
        if (flow.get("initial-window", Long.class) != null) {
            c = c.withInitialWindow(flow.integer("initial-window"));
        }
        if (flow.bool("ecn")) {
            c = c.withEcn(EcnMode.REQUEST);
        }
        int window = flow.integer("receive-buffer");
        SocketOptions o = SocketOptions.DEFAULT;
        o = o.withReceiveWindow(Math.min(o.receiving().initialWindow(), window), window);
        return TcpConfig.DEFAULT.withOptions(flow.bool("timestamps"), flow.bool("sack"), true).with(c.withPacing(flow.bool("pacing"))).with(o);
    }
}
