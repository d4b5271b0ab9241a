package io.tributary.mptcp;

import io.tributary.Rfc;
import io.tributary.ip.FlowKey;
import io.tributary.metrics.Counter;
import io.tributary.metrics.Counters;
import io.tributary.mptcp.open.CapableHandshake;
import io.tributary.mptcp.open.CookieKeys;
import io.tributary.mptcp.open.Keys;
import io.tributary.mptcp.open.ReceivedOptions;
import io.tributary.mptcp.open.TokenRegistry;
import io.tributary.tcp.SegmentView;
import io.tributary.wire.option.MpCapableOption;
import io.tributary.wire.option.OptionPlan;

/** MP_CAPABLE in SYNs that are answered by SYN cookie: what the third packet repeats is all that is known of them. */
@Rfc(value = 8684, section = "3.1")
public final class CookieCapables {
    private static final int KEPT = MpCapableOption.CHECKSUM_REQUIRED | MpCapableOption.NO_JOIN_HERE;

    private final MptcpConfig config;
    private final Keys keys;
    private final CookieKeys cookies;
    private final TokenRegistry<MptcpConnection> tokens;
    private final ReceivedOptions options;
    private final Counters counters;

    CookieCapables(MptcpConfig config, Keys keys, CookieKeys cookies, TokenRegistry<MptcpConnection> tokens, ReceivedOptions options,
                   Counters counters) {
        this.config = config;
        this.keys = keys;
        this.cookies = cookies;
        this.tokens = tokens;
        this.options = options;
        this.counters = counters;
    }

    /**
     * Adds the answer to a SYN's MP_CAPABLE, which {@link MptcpEngine#offersCapable}, to a SYN/ACK; or nothing, where every key has a
     * token that is somebody's.
     *
     * @param number   of the SYN/ACK
     * @param checksum we ask for DSS checksums
     */
    public void answer(SegmentView syn, FlowKey flow, int number, boolean checksum, OptionPlan plan) {
        counters.increment(Counter.MP_CAPABLE_SYN_RX);
        if (!cookies.make(flow, syn.seqNo, number, tokens)) {
            counters.increment(Counter.MP_FALLBACK_TOKEN_INIT);
            return;
        }
        CapableHandshake h = new CapableHandshake(cookies.key(), keys, checksum, config.capable());
        h.onSyn(options.parse(syn.options, syn.flags).capable());
        h.planSynAck(plan);
    }

    /** Adds the MP_CAPABLE that the SYN must have had, if the ACK that brings the cookie back has one with our key. */
    public void restore(SegmentView ack, FlowKey flow, OptionPlan said) {
        if (recognizes(ack, flow)) {
            MpCapableOption.encodeSyn(said, options.capable().flags() & KEPT | MpCapableOption.HMAC_SHA256);
        }
    }

    /** The handshake that {@code ack} completes; null if it repeats no key of ours. */
    CapableHandshake complete(SegmentView ack, FlowKey flow, boolean checksum) {
        if (!recognizes(ack, flow)) {
            counters.increment(Counter.MP_FALLBACK_TOKEN_INIT);
            return null;
        }
        return new CapableHandshake(cookies.key(), keys, checksum, config.capable());
    }

    private boolean recognizes(SegmentView ack, FlowKey flow) {
        return options.parse(ack.options, ack.flags).hasCapable()
            && cookies.recognizes(flow, ack.seqNo - 1, ack.ackNo - 1, options.capable().receiverKey(), tokens);
    }
}
