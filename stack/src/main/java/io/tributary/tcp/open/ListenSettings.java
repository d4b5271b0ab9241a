package io.tributary.tcp.open;

import io.tributary.Rfc;

/**
 * What a listener is for.
 *
 * @param held         the owner decides about each SYN, may leave it unanswered for long, and looks at its payload: all of that
 *                     counts as received on accept, outside the stream. False: a plain listener; text in SYNs is taken by Fast
 *                     Open only, and SYN cookies may answer for the owner
 * @param cookies      when a plain listener answers by SYN cookie
 * @param cookieWindow window that such an answer promises, bytes, 1 to 65,535: nobody has given a stream yet
 */
@Rfc(value = 4987, section = "3")
public record ListenSettings(boolean held, SynCookieMode cookies, int cookieWindow) {
    public static final ListenSettings HELD = new ListenSettings(true, SynCookieMode.NEVER, 5840);
    public static final ListenSettings PLAIN = new ListenSettings(false, SynCookieMode.ON_OVERFLOW, 5840);

    public ListenSettings with(SynCookieMode mode) {
        return new ListenSettings(held, mode, cookieWindow);
    }
}
