package io.tributary.mptcp;

import io.tributary.Rfc;
import io.tributary.buffer.InboundStream;
import io.tributary.buffer.OutboundStream;
import io.tributary.connection.ConnectSpec;
import io.tributary.connection.ConnectionHandler;
import io.tributary.connection.ListenSpec;
import io.tributary.ip.FlowKey;
import io.tributary.ip.NetInterface;
import io.tributary.metrics.Counter;
import io.tributary.metrics.Counters;
import io.tributary.mptcp.open.CapableHandshake;
import io.tributary.mptcp.open.CookieKeys;
import io.tributary.mptcp.open.Hmac;
import io.tributary.mptcp.open.JoinGuard;
import io.tributary.mptcp.open.KeyPool;
import io.tributary.mptcp.open.Keys;
import io.tributary.mptcp.open.MiddleboxMemory;
import io.tributary.mptcp.open.ReceivedOptions;
import io.tributary.mptcp.open.TokenRegistry;
import io.tributary.mptcp.path.Addresses;
import io.tributary.mptcp.path.EndpointChange;
import io.tributary.mptcp.path.EndpointManager;
import io.tributary.mptcp.path.Endpoints;
import io.tributary.mptcp.path.PathEvent;
import io.tributary.mptcp.path.PathEvents;
import io.tributary.mptcp.path.PathManager;
import io.tributary.mptcp.schedule.Scheduler;
import io.tributary.random.RandomSource;
import io.tributary.tcp.KeptSegment;
import io.tributary.tcp.SegmentView;
import io.tributary.tcp.SynRecord;
import io.tributary.wire.TcpFlags;
import io.tributary.wire.option.MpTcprstOption;
import io.tributary.wire.option.TcpOptions;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.agrona.concurrent.UnsafeBuffer;

/** What all MPTCP connections of one shard share, and the shard's way to them. */
public final class MptcpEngine {
    /** A join was taken. */
    public static final int TAKEN = -1;
    /** A join's token is nobody's here: with address preservation it may be somebody's behind us. */
    public static final int NOT_OURS = -2;

    private static final int SCRATCH = 65_536;

    private final MptcpConfig config;
    private final SubflowHost host;
    private final Counters counters;
    private final RandomSource random;
    private final Keys keys = new Keys();
    private final Hmac hmac = new Hmac();
    private final KeyPool pool;
    private final TokenRegistry<MptcpConnection> tokens;
    private final CookieCapables cookies;
    private final MiddleboxMemory middleboxes;
    private final ReceivedOptions options = new ReceivedOptions();
    private final JoinGuard joinGuard = new JoinGuard();
    private final Endpoints endpoints;
    private Function<FlowKey, PathManager> paths;
    private Consumer<PathEvent> watcher;
    private Supplier<Scheduler> schedulers;
    private final UnsafeBuffer scratch = new UnsafeBuffer(new byte[SCRATCH]);

    /**
     * @param shard     number of the shard that this engine belongs to; every token it draws begins with it
     * @param shardBits how many leading bits of a token name the shard
     */
    public MptcpEngine(MptcpConfig config, SubflowHost host, Counters counters, RandomSource random, int shard, int shardBits) {
        this.config = config;
        this.schedulers = config.data().scheduler();
        this.host = host;
        this.counters = counters;
        this.random = random;
        this.pool = new KeyPool(keys, random.keys(), shard, shardBits);
        this.tokens = new TokenRegistry<>(config.capable().tokens());
        this.endpoints = new Endpoints(config.paths(), this::onEndpoints);
        pathManager(new EndpointManager());
        this.cookies = new CookieCapables(config, keys, new CookieKeys(keys, random.secret(), shard, shardBits), tokens, options, counters);
        this.middleboxes = new MiddleboxMemory(config.capable().blackholeNs());
    }

    /** From now on connections get these: who proposes their subflows, and who chooses among them. */
    public void policies(Function<FlowKey, PathManager> pathManagers, Supplier<Scheduler> chosenBy) {
        paths = pathManagers;
        schedulers = chosenBy;
    }

    /** From now on connections are this one's. */
    public void pathManager(PathManager manager) {
        paths = first -> manager;
    }

    /** For a connection that has its first flow. */
    Addresses addresses(MptcpConnection c) {
        PathEvents events = new PathEvents(c, paths.apply(c.flow()), c.paths(), this::watched);
        return new Addresses(c, events, hmac, c.flow(), config.paths().addAddrTimeoutNs());
    }

    private void watched(PathEvent e) {
        if (watcher != null) {
            watcher.accept(e);
        }
    }

    /** @param listener hears every event of every connection's paths, in the midst of input; null: nobody does */
    public void watchPaths(Consumer<PathEvent> listener) {
        watcher = listener;
    }

    JoinGuard joinGuard() {
        return joinGuard;
    }

    /** Endpoints and limits as they are now. */
    public Endpoints endpoints() {
        return endpoints;
    }

    private void onEndpoints(EndpointChange change) {
        tokens.forEach(c -> {
            if (c.addresses() != null) {
                c.addresses().events().post(change);
            }
        });
    }

    Scheduler scheduler() {
        return schedulers.get();
    }

    /**
     * Opens a connection with MP_CAPABLE, or without it where no token is free or such SYNs are dropped. It may end before it began:
     * its handler hears it.
     */
    public MptcpConnection connect(long id, ConnectSpec spec, OutboundStream out, InboundStream in, ConnectionHandler handler,
                                   long nowNs) {
        CapableHandshake handshake = offers(spec, nowNs) ? drawKeys(spec.checksum()) : null;
        MptcpConnection c = new MptcpConnection(id, this, host, handler, out, in, handshake, true, spec.tcp());
        register(handshake, c);
        c.open(spec, nowNs);
        return c;
    }

    @Rfc(value = 8684, section = "3.9.3")
    private boolean offers(ConnectSpec spec, long nowNs) {
        if (spec.insistent() || !middleboxes.avoids(spec.zone(), nowNs)) {
            return true;
        }
        counters.increment(Counter.MP_CAPABLE_SYN_TX_DISABLED);
        return false;
    }

    /**
     * Whether a SYN carries an MP_CAPABLE that we answer.
     *
     * @param checksum we would ask for DSS checksums ourselves
     */
    @Rfc(value = 8684, section = "3.1")
    public boolean offersCapable(TcpOptions synOptions, boolean checksum) {
        return CapableHandshake.isAnswerable(options.parse(synOptions, TcpFlags.SYN))
            && (checksum || !config.capable().refusesChecksums() || !options.capable().checksumRequired());
    }

    /** What becomes of MP_CAPABLE beside SYN cookies. */
    public CookieCapables cookies() {
        return cookies;
    }

    /**
     * Accepts a connection whose SYN {@link #offersCapable}; plain TCP if it does not, or where no token is free.
     *
     * @param completing the ACK by which a SYN cookie came back; null: the SYN is to be answered
     */
    public MptcpConnection accept(long id, ListenSpec spec, SynRecord syn, KeptSegment completing, FlowKey key, NetInterface from,
                                  OutboundStream out, InboundStream in, ConnectionHandler handler, long nowNs) {
        CapableHandshake handshake = null;
        if (offersCapable(syn.options(), spec.checksum())) {
            counters.add(Counter.MP_CAPABLE_SYN_RX, completing == null ? 1 : 0);
            handshake = completing == null ? drawKeys(spec.checksum()) : cookies.complete(completing.view(), key, spec.checksum());
            if (handshake != null) {
                handshake.onSyn(options.parse(syn.options(), TcpFlags.SYN).capable());
            }
        }
        MptcpConnection c = new MptcpConnection(id, this, host, handler, out, in, handshake, false, spec.tcp());
        register(handshake, c);
        c.accept(key, from, syn, completing, nowNs);
        return c;
    }

    @Rfc(value = 8684, section = "3.1")
    private CapableHandshake drawKeys(boolean checksum) {
        if (!pool.draw(tokens)) {
            counters.increment(Counter.MP_FALLBACK_TOKEN_INIT);
            return null;
        }
        return new CapableHandshake(pool.key(), keys, checksum, config.capable());
    }

    private void register(CapableHandshake handshake, MptcpConnection c) {
        if (handshake != null) {
            tokens.add(handshake.localToken(), c);
        }
    }

    /** Whether a SYN wants to join a connection: such SYNs belong here whatever port they go to. */
    @Rfc(value = 8684, section = "3.2")
    public boolean isJoin(SegmentView syn) {
        return options.parse(syn.options, syn.flags).hasJoin();
    }

    /**
     * Takes a SYN that {@link #isJoin}.
     *
     * @return {@link #TAKEN}; {@link #NOT_OURS}; or the reason to send in MP_TCPRST on a RST
     */
    public int onJoin(SegmentView syn, FlowKey key, NetInterface from, long nowNs) {
        counters.increment(Counter.MP_JOIN_SYN_RX);
        MptcpConnection c = options.parse(syn.options, syn.flags).hasJoin() ? tokens.find(options.join().token()) : null;
        if (c == null) {
            counters.increment(Counter.MP_JOIN_NO_TOKEN_FOUND);
            return NOT_OURS;
        }
        if (joinGuard.isBlocked(key.remoteHi(), key.remoteLo(), nowNs)) {
            counters.increment(Counter.MP_JOIN_REJECTED);
            return MpTcprstOption.PROHIBITED;
        }
        if (key.localPort() != c.localPort()) {
            counters.increment(Counter.MP_JOIN_PORT_SYN_RX);
        }
        return c.joins().accept(syn, options.join(), key, from, nowNs);
    }

    /** The reason for the RST that answers a join with an unknown token. */
    public static int unknownTokenReason() {
        return MpTcprstOption.MPTCP_ERROR;
    }

    void release(MptcpConnection c, int token) {
        tokens.remove(token, c);
    }

    /** Connections that a join would find. */
    public int tokens() {
        return tokens.size();
    }

    public MptcpConfig config() {
        return config;
    }

    MiddleboxMemory middleboxes() {
        return middleboxes;
    }

    Counters counters() {
        return counters;
    }

    Keys keys() {
        return keys;
    }

    Hmac hmac() {
        return hmac;
    }

    ReceivedOptions options() {
        return options;
    }

    UnsafeBuffer scratch() {
        return scratch;
    }

    int drawNonce() {
        return random.nonces().nextInt();
    }
}
