package io.tributary.tcp.receive;

import io.tributary.Rfc;

/**
 * Rate limit of challenge ACKs, per connection: a limit shared by all would tell an off-path attacker about other
 * connections. The allowance of each second is drawn anew around the mean.
 */
@Rfc(value = 5961, section = {"7", "10"})
public final class ChallengeAck {
    private static final long SECOND_NS = 1_000_000_000L;

    private final int meanPerSecond;
    private long secondStartNs = Long.MIN_VALUE;
    private int left;

    /** @param meanPerSecond at least 1 */
    public ChallengeAck(int meanPerSecond) {
        this.meanPerSecond = Math.max(1, meanPerSecond);
    }

    /** @param random any number the peer cannot know */
    public boolean permit(long nowNs, int random) {
        if (secondStartNs == Long.MIN_VALUE || nowNs - secondStartNs >= SECOND_NS) {
            secondStartNs = nowNs;
            left = (meanPerSecond + 1) / 2 + Math.floorMod(random, meanPerSecond / 2 * 2 + 1);
        }
        if (left == 0) {
            return false;
        }
        left--;
        return true;
    }
}
