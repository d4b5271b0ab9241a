package io.tributary.mptcp.data;

import io.tributary.Rfc;

/**
 * How the stream is kept and sent.
 *
 * @param retention bytes, acknowledged as data, that a silent subflow may keep in the stream's buffer before what it may have to
 *                  repeat is copied aside
 */
@Rfc(value = 8684, section = "3.3")
public record DataSettings(long retention) {
    public static final DataSettings DEFAULT = new DataSettings(64 * 1024);

    public DataSettings withRetention(long bytes) {
        return new DataSettings(bytes);
    }
}
