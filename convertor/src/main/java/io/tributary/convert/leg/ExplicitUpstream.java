package io.tributary.convert.leg;

import io.tributary.Rfc;
import io.tributary.connection.AcceptHandler;
import io.tributary.connection.PendingOpen;
import io.tributary.convert.policy.CookieAuthority;
import io.tributary.convert.session.ConverterRules;
import io.tributary.metrics.Counter;

/** Listens where clients speak the Convert protocol to us: every SYN worth an answer gets a leg and a session of its own. */
@Rfc(value = 8803, section = "6")
final class ExplicitUpstream implements AcceptHandler {
    /** Cookies are accepted for one to two days: long enough for a client's cache, short enough for a stolen one. */
    private static final long COOKIE_EPOCH_NS = 24L * 3600 * 1_000_000_000L;

    private final ExplicitSettings settings;
    private final ConverterRules rules;
    private final Convertor owner;

    ExplicitUpstream(ExplicitSettings settings, Convertor owner) {
        this.settings = settings;
        this.owner = owner;
        rules = new ConverterRules(settings.access(),
            settings.cookieSecret().length == 0 ? null : new CookieAuthority(settings.cookieSecret(), COOKIE_EPOCH_NS));
    }

    /** A SYN without a request is no business of ours, unless requests may come later from those we serve. */
    @Override
    public void onSyn(PendingOpen open, long nowNs) {
        boolean empty = open.synPayload().length == 0;
        if (empty && (settings.requireSynData() || !settings.access().allowsClient(open.remoteAddress()))) {
            owner.count(Counter.CONVERT_NO_REQUEST);
            open.drop();
            return;
        }
        ExplicitLeg leg = new ExplicitLeg(open, rules, owner, nowNs);
        open.attach(leg);
        if (empty) {
            leg.acceptAndWait(nowNs);
        } else {
            leg.onSynPayload(settings.requireSynData(), nowNs);
        }
    }

    @Override
    public void onSynAgain(PendingOpen open, long nowNs) {
        if (open.attachment() instanceof ExplicitLeg leg) {
            leg.onSynAgain(nowNs);
        }
    }

    @Override
    public void onAbandoned(PendingOpen open, long nowNs) {
        if (open.attachment() instanceof ExplicitLeg leg) {
            leg.onAbandoned(nowNs);
        }
    }
}
