package io.tributary.capture;

import io.tributary.mptcp.open.Hmac;
import io.tributary.wire.IpAddress;
import io.tributary.wire.TcpFlags;
import io.tributary.wire.option.AddAddrOption;
import io.tributary.wire.option.MpFailOption;
import io.tributary.wire.option.MpFastcloseOption;
import io.tributary.wire.option.MpPrioOption;
import io.tributary.wire.option.MpTcprstOption;
import io.tributary.wire.option.RemoveAddrOption;

/** The options that signal something about addresses, paths and the end. */
final class SignalAnalysis {
    private static final String[] REASONS = {"unspecified", "MPTCP-specific error", "lack of resources", "administratively prohibited",
        "too much outstanding data", "unacceptable performance", "middlebox interference"};

    private final Hmac hmac = new Hmac();
    void onAddAddr(SegmentContext x, AddAddrOption o) {
        IpAddress a = new IpAddress(o.addressHi(), o.addressLo());
        String what = "address id " + o.addressId() + ", " + (o.hasPort() ? a.withPort(o.port()) : a.toString());
        if (o.isEcho()) {
            x.event(EventType.ADD_ADDR, "echo, " + what);
        } else if (!x.connection.hasKeys()) {
            x.event(EventType.ADD_ADDR, what);
        } else {
            long expected = hmac.address(x.sender().key, x.receiver().key, o.addressId(), o.addressHi(), o.addressLo(), o.port());
            boolean right = expected == o.hmac();
            x.connection.addresses = x.connection.addresses.plus(right);
            x.event(EventType.ADD_ADDR, what + (right ? ", HMAC right" : ", HMAC wrong"));
            if (!right) {
                x.event(EventType.HMAC_FAILURE, "the HMAC of this ADD_ADDR does not follow from the keys");
            }
        }
    }
    void onRemoveAddr(SegmentContext x, RemoveAddrOption o) {
        StringBuilder ids = new StringBuilder(o.count() == 1 ? "address id" : "address ids");
        for (int i = 0; i < o.count(); i++) {
            ids.append(i == 0 ? " " : ", ").append(o.addressId(i));
        }
        x.event(EventType.REMOVE_ADDR, ids.toString());
    }
    void onPrio(SegmentContext x, MpPrioOption o) {
        x.event(EventType.MP_PRIO, o.backup() ? "use this subflow as backup only" : "use this subflow normally");
    }
    void onFail(SegmentContext x, MpFailOption o) {
        DataSide owner = x.receiver();
        x.event(EventType.MP_FAIL, "DSN " + Hex.of64(o.dsn()) + (owner.canPlace() ? " = byte " + owner.position(o.dsn(), true) : ""));
        if (!x.segment.has(TcpFlags.RST) && x.connection.openFlows() == 1) {
            x.fallBack("MP_FAIL on the only subflow");
        }
    }
    void onFastclose(SegmentContext x, MpFastcloseOption o) {
        DataSide receiver = x.receiver();
        boolean known = receiver.hasKey;
        boolean right = known && receiver.key == o.receiverKey();
        x.event(EventType.MP_FASTCLOSE, known ? right ? "with the receiver's key" : "with a wrong key" : "the key cannot be checked");
        if (known) {
            x.connection.keys = x.connection.keys.plus(right);
        }
        x.connection.fastclosed |= right || !known;
    }
    void onTcprst(SegmentContext x, MpTcprstOption o) {
        x.event(EventType.MP_TCPRST, "reason " + o.reason() + ", " + REASONS[o.reason()] + (o.isTransient() ? ", transient" : ""));
    }
}
