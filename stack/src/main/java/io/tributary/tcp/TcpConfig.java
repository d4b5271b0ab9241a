package io.tributary.tcp;

import io.tributary.tcp.congestion.CongestionSettings;
import io.tributary.tcp.loss.RecoverySettings;
import io.tributary.tcp.open.OpenSettings;

/** TCP's knobs, in groups. A shard has one for all its connections; a connection or a listener may bring its own. */
public record TcpConfig(RecoverySettings recovery, CongestionSettings congestion, OpenSettings open, SocketOptions socket,
                        PathSettings path) {
    public static final TcpConfig DEFAULT =
        new TcpConfig(RecoverySettings.DEFAULT, CongestionSettings.DEFAULT, OpenSettings.DEFAULT, SocketOptions.DEFAULT, PathSettings.DEFAULT);

    public TcpConfig with(RecoverySettings settings) {
        return new TcpConfig(settings, congestion, open, socket, path);
    }

    public TcpConfig with(CongestionSettings settings) {
        return new TcpConfig(recovery, settings, open, socket, path);
    }

    public TcpConfig with(OpenSettings settings) {
        return new TcpConfig(recovery, congestion, settings, socket, path);
    }

    public TcpConfig with(SocketOptions options) {
        return new TcpConfig(recovery, congestion, open, options, path);
    }

    public TcpConfig with(PathSettings settings) {
        return new TcpConfig(recovery, congestion, open, socket, settings);
    }

    /** The same for the subflows of one new connection: where their congestion windows are coupled, with each other only. */
    public TcpConfig grouped() {
        CongestionSettings group = congestion.grouped();
        return group == congestion ? this : with(group);
    }

    public TcpConfig withMinRto(long ns) {
        return with(recovery.withMinRto(ns));
    }

    public TcpConfig withOptions(boolean timestamps, boolean sack, boolean windowScaling) {
        return with(open.withOptions(timestamps, sack, windowScaling));
    }

    public TcpConfig withDataRetries(int retries) {
        return with(recovery.withDataRetries(retries));
    }
}
