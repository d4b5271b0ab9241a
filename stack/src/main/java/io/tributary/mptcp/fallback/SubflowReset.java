package io.tributary.mptcp.fallback;

import io.tributary.Rfc;
import io.tributary.metrics.Counter;
import io.tributary.metrics.Counters;
import io.tributary.wire.option.MpFailOption;
import io.tributary.wire.option.MpFastcloseOption;
import io.tributary.wire.option.MpTcprstOption;
import io.tributary.wire.option.OptionPlan;

/** What the RST of one subflow says beside "over": why, that the whole connection ends, or where data stopped being good. */
@Rfc(value = 8684, section = {"3.5", "3.6", "3.7"})
public final class SubflowReset {
    private int reason = MpTcprstOption.UNSPECIFIED;
    private boolean isTransient;
    private boolean fastclose;
    private long receiverKey;
    private boolean fail;
    private long failedDsn;

    /** @param why one of the reasons of {@link MpTcprstOption} */
    public void because(int why, boolean mayBeTriedAgain) {
        reason = why;
        isTransient = mayBeTriedAgain;
    }

    /** The whole connection ends. @param key the peer's */
    public void fastclose(long key) {
        fastclose = true;
        receiverKey = key;
    }

    /** Data from {@code dsn} on failed its checksum. */
    public void fail(long dsn) {
        fail = true;
        failedDsn = dsn;
        reason = MpTcprstOption.MIDDLEBOX_INTERFERENCE;
    }

    public void plan(OptionPlan plan, Counters counters) {
        if (fastclose && MpFastcloseOption.encode(plan, receiverKey)) {
            counters.increment(Counter.MP_FASTCLOSE_TX);
        }
        if (fail && MpFailOption.encode(plan, failedDsn)) {
            counters.increment(Counter.MP_FAIL_TX);
        }
        if (MpTcprstOption.encode(plan, isTransient, reason)) {
            counters.increment(Counter.MP_RST_TX);
        }
    }
}
