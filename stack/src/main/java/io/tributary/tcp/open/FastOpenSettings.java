package io.tributary.tcp.open;

import io.tributary.Rfc;

/**
 * Fast Open of one listener or connection. Off by default: text in a SYN may come twice, and only the application knows whether
 * it can bear that.
 *
 * @param server            a listener gives cookies and takes text in SYNs that carry a good one; the owner reads it from the
 *                          inbound stream before the handshake is complete
 * @param cookieless        such a listener takes text in SYNs without cookie too
 * @param pending           most connections of one listener that took text and whose handshake is not complete; beyond it SYNs
 *                          are answered as if Fast Open were off
 * @param sendWithoutCookie a client that knows no cookie sends its text all the same, without the option
 */
@Rfc(value = 7413, section = {"4.2", "5.1", "6.1"})
public record FastOpenSettings(boolean server, boolean cookieless, int pending, boolean sendWithoutCookie) {
    public static final FastOpenSettings DEFAULT = new FastOpenSettings(false, false, 128, false);

    public FastOpenSettings withServer(boolean on) {
        return new FastOpenSettings(on, cookieless, pending, sendWithoutCookie);
    }

    public FastOpenSettings withCookieless(boolean on) {
        return new FastOpenSettings(server, on, pending, sendWithoutCookie);
    }

    public FastOpenSettings withPending(int most) {
        return new FastOpenSettings(server, cookieless, most, sendWithoutCookie);
    }

    public FastOpenSettings withSendWithoutCookie(boolean on) {
        return new FastOpenSettings(server, cookieless, pending, on);
    }
}
