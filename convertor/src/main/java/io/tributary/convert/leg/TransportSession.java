package io.tributary.convert.leg;

import io.tributary.Rfc;
import io.tributary.convert.relay.Relay;
import io.tributary.tcp.CloseReason;
import io.tributary.wire.IpAddress;
import java.util.Locale;

/**
 * What binds one upstream to one downstream connection, from the client's SYN to the end of both. It knows when to answer whom;
 * how, is the legs' business, and the bytes are the relay's.
 */
@Rfc(value = 8803, section = {"4.1", "4.2", "4.3", "9.3"})
final class TransportSession {
    /** What it waits for. */
    enum State {
        /** The client's request, after a handshake. */
        REQUEST,
        /** The server's answer. */
        OPENING,
        /** The ends of both connections. */
        RELAYING,
        /** The client's reset or end, after a reply with nothing to relay. */
        REPLYING,
        /** Nothing. */
        OVER
    }

    /** A client that is silent this long has given up. */
    static final long SILENCE_NS = 15_000_000_000L;
    /** Nobody waits longer for a server. */
    static final long MAX_PENDING_NS = 127_000_000_000L;
    /** How long the client may take to read a reply and reset. */
    static final long LINGER_NS = 10_000_000_000L;
    /** How long either side may go on after it was told that nobody listens any more: as a host that has closed. */
    static final long CLOSING_NS = 60_000_000_000L;
    /** From the client's so manieth SYN on, a soft error is as good an answer as will come. */
    private static final int SYNS_FOR_SOFT_ERROR = 3;

    private final long id;
    private final IpAddress client;
    private final Convertor owner;
    private final long startedNs;
    private final UpstreamLeg upstream;
    private DownstreamLeg downstream;
    private Relay relay;
    private State state = State.REQUEST;
    private boolean pending;
    private boolean held;
    private int softError = -1;
    private long deadlineNs = Long.MAX_VALUE;
    private Deadlines.Entry entry;

    TransportSession(long id, IpAddress client, Convertor owner, UpstreamLeg upstream, long nowNs) {
        this.id = id;
        this.client = client;
        this.owner = owner;
        this.upstream = upstream;
        startedNs = nowNs;
    }

    // ---- from the upstream leg

    /** Takes a place in the table; false: there is none, and nothing was changed. */
    boolean admit() {
        if (!owner.limits().open(client)) {
            return false;
        }
        pending = true;
        owner.add(this);
        return true;
    }

    /** The handshake was accepted, the request is to come. */
    void awaitRequest(long nowNs) {
        deadline(nowNs + SILENCE_NS);
    }

    /**
     * The client's wish is known.
     *
     * @param held its SYN is unanswered and will be repeated by it
     */
    void open(Target target, boolean held, long nowNs) {
        state = State.OPENING;
        this.held = held;
        deadline(nowNs + (held ? SILENCE_NS : MAX_PENDING_NS));
        downstream = owner.downstream(this);
        downstream.open(target, held, nowNs);
    }

    void synRepeated(int synCount, long nowNs) {
        if (state != State.OPENING) {
            return;
        }
        if (synCount >= SYNS_FOR_SOFT_ERROR && softError >= 0) {
            downstream.abandon(nowNs);
            downstreamFailed(Failure.unreachable(softError), nowNs);
            return;
        }
        deadline(Math.min(nowNs + SILENCE_NS, startedNs + MAX_PENDING_NS));
        downstream.repeatSyn(synCount, nowNs);
    }

    /**
     * Makes room for a reply with nothing to relay; gives up the place of a pending session.
     *
     * @return false: too many already, the client gets none
     */
    @Rfc(value = 8803, section = {"6.2.2", "6.2.5"})
    boolean beginReply(long nowNs) {
        leavePending();
        if (!owner.mayReply(client, nowNs)) {
            return false;
        }
        owner.add(this);
        state = State.REPLYING;
        deadline(nowNs + LINGER_NS);
        return true;
    }

    void upstreamClosed(CloseReason reason, long nowNs) {
        if (state == State.OVER) {
            return;
        }
        relay.upstreamClosed(reason, nowNs);
        if (state == State.OPENING) {
            downstream.abandon(nowNs);
        }
        if (state != State.RELAYING || relay.isOver()) {
            end();
        }
    }

    // ---- from the downstream leg

    @Rfc(value = 8803, section = "4.2")
    void downstreamEstablished(byte[] serverOptions, long nowNs) {
        if (state != State.OPENING) {
            return;
        }
        state = State.RELAYING;
        owner.limits().settle(client);
        pending = false;
        deadline(Long.MAX_VALUE);
        upstream.confirm(serverOptions, nowNs);
    }

    void downstreamFailed(Failure failure, long nowNs) {
        if (state != State.OPENING) {
            return;
        }
        if (relay != null) {
            relay.attachDownstream(null);
        }
        if (beginReply(nowNs)) {
            upstream.refuse(failure, nowNs);
        } else {
            leave(nowNs);
        }
    }

    /** Only what says something about the destination is worth telling the client later. */
    void downstreamSoftError(int icmpError, boolean v4) {
        if (icmpError >>> 8 == (v4 ? 3 : 1)) {
            softError = icmpError & 0xff;
        }
    }

    void downstreamClosed(CloseReason reason, int icmpError, long nowNs) {
        if (state == State.OPENING) {
            downstreamFailed(failure(reason, icmpError), nowNs);
        } else if (state == State.RELAYING) {
            relay.downstreamClosed(reason, nowNs);
            if (relay.isOver()) {
                end();
            }
        }
    }

    private Failure failure(CloseReason reason, int icmpError) {
        return switch (reason) {
            case REFUSED, RESET -> Failure.of(Failure.Kind.RESET);
            case UNREACHABLE -> Failure.unreachable(Math.max(icmpError, 0) & 0xff);
            case NO_RESOURCES -> Failure.of(Failure.Kind.RESOURCES);
            default -> softError >= 0 ? Failure.unreachable(softError) : Failure.of(Failure.Kind.NETWORK);
        };
    }

    // ---- from the owner

    /** The queue has forgotten about us. */
    void onDeadlineEntry(long nowNs) {
        entry = null;
        if (deadlineNs > nowNs) {
            deadline(deadlineNs);
        } else if (state == State.OPENING && !held) {
            downstream.abandon(nowNs);
            downstreamFailed(failure(CloseReason.TIMED_OUT, -1), nowNs);
        } else {
            abort(nowNs);
        }
    }

    /** Ends both directions behind what was relayed so far; one that relays nothing yet is given up. */
    void close(long nowNs) {
        if (state == State.RELAYING) {
            relay.end();
            deadline(nowNs + CLOSING_NS);
        } else {
            abort(nowNs);
        }
    }

    /** Ends both sides, the waiting ones without a word. */
    void abort(long nowNs) {
        if (state == State.RELAYING) {
            relay.abort(nowNs);
        } else if (state != State.OVER) {
            if (downstream != null) {
                downstream.abandon(nowNs);
            }
            leave(nowNs);
        }
    }

    private void leave(long nowNs) {
        end();
        upstream.abandon(nowNs);
    }

    private void end() {
        if (state == State.REPLYING) {
            owner.limits().replied(client);
        } else if (state == State.RELAYING) {
            owner.limits().close();
        }
        leavePending();
        state = State.OVER;
        deadline(Long.MAX_VALUE);
        owner.remove(this);
    }

    private void leavePending() {
        if (pending) {
            pending = false;
            owner.limits().cancel(client);
        }
    }

    private void deadline(long atNs) {
        deadlineNs = atNs;
        if (entry != null && (atNs < entry.atNs() || atNs == Long.MAX_VALUE)) {
            owner.deadlines().cancel(entry);
            entry = null;
        }
        if (entry == null && atNs != Long.MAX_VALUE) {
            entry = owner.deadlines().add(atNs, this);
        }
    }

    long id() {
        return id;
    }

    IpAddress client() {
        return client;
    }

    State state() {
        return state;
    }

    /** The rings, of a size that fits what is to come; made with the first use. */
    Relay relay() {
        if (relay == null) {
            relay = owner.newRelay(state != State.REPLYING);
        }
        return relay;
    }

    SessionRow row(String convertor, long nowNs) {
        return new SessionRow(id, convertor, state.name().toLowerCase(Locale.ROOT), relay().upstream(), relay().downstream(),
            relay().bytesUp(), relay().bytesDown(), (nowNs - startedNs) / 1_000_000);
    }
}
