package io.tributary.convert.leg;

/**
 * What a convertor may use up.
 *
 * @param sessions         pending and relayed ones
 * @param pendingPerClient sessions of one client that wait for their server; likewise replies to one client
 * @param replies          clients that are being told something at the same time, errors above all
 * @param repliesPerSecond new ones of these
 * @param backlog          half-open and undecided connections of a listener
 * @param minRing          bytes a direction of a relayed stream starts with
 * @param maxRing          bytes on their way in one direction at most
 */
public record ConvertorLimits(int sessions, int pendingPerClient, int replies, int repliesPerSecond, int backlog, int minRing,
                              int maxRing) {
    public static final ConvertorLimits DEFAULT = new ConvertorLimits(100_000, 1024, 1024, 1000, 4096, 16 << 10, 4 << 20);

    public ConvertorLimits {
        if (sessions < 1 || pendingPerClient < 1 || replies < 1 || repliesPerSecond < 1 || backlog < 1 || minRing < 1
            || maxRing < Math.max(minRing, 4096)) {
            throw new IllegalArgumentException("limits are 1 and more, rings 4 KiB and more");
        }
    }

    public ConvertorLimits withSessions(int n) {
        return new ConvertorLimits(n, pendingPerClient, replies, repliesPerSecond, backlog, minRing, maxRing);
    }
}
