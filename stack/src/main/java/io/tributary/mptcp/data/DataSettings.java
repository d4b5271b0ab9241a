package io.tributary.mptcp.data;

import io.tributary.Rfc;
import io.tributary.mptcp.schedule.Scheduler;
import io.tributary.mptcp.schedule.Schedulers;
import java.util.function.Supplier;

/**
 * How the stream is kept and sent.
 *
 * @param retention     bytes, acknowledged as data, that a silent subflow may keep in the stream's buffer before what it may have
 *                      to repeat is copied aside
 * @param scheduler     makes the scheduler of each connection
 * @param opportunistic the head of a full window is sent on a faster subflow too
 * @param penalties     the subflow that held it up gets a smaller congestion window
 */
@Rfc(value = 8684, section = "3.3")
public record DataSettings(long retention, Supplier<Scheduler> scheduler, boolean opportunistic, boolean penalties) {
    public static final DataSettings DEFAULT = new DataSettings(64 * 1024, Schedulers.STANDARD, true, true);

    public DataSettings withRetention(long bytes) {
        return new DataSettings(bytes, scheduler, opportunistic, penalties);
    }

    public DataSettings withScheduler(Supplier<Scheduler> s) {
        return new DataSettings(retention, s, opportunistic, penalties);
    }

    public DataSettings withOpportunistic(boolean repeat, boolean penalise) {
        return new DataSettings(retention, scheduler, repeat, penalise);
    }
}
