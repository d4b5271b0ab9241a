package io.tributary.convert.kernel;

import io.tributary.connection.AcceptHandler;
import io.tributary.connection.ListenSpec;
import io.tributary.connection.Listener;
import io.tributary.connection.PendingOpen;
import io.tributary.sim.SimHost;
import java.util.ArrayDeque;
import java.util.Deque;

/** A listener of our stack that accepts whatever comes. */
final class Acceptor implements AcceptHandler, AutoCloseable {
    private static final long PATIENCE_MS = 60_000;

    private final LiveNetwork network;
    private final int receiveBuffer;
    private final Deque<StackPeer> accepted = new ArrayDeque<>();
    private final Listener listener;

    /** To be called under the network's monitor. */
    Acceptor(LiveNetwork network, SimHost stack, ListenSpec spec, int receiveBuffer) {
        this.network = network;
        this.receiveBuffer = receiveBuffer;
        listener = stack.shard().listen(spec, this);
    }

    @Override
    public void onSyn(PendingOpen open, long nowNs) {
        StackPeer peer = new StackPeer(network, receiveBuffer);
        peer.attach(open.accept(peer.out, peer.in, peer, nowNs));
        accepted.add(peer);
    }

    /** Waits for the next connection. */
    StackPeer next() {
        if (!network.await(() -> !accepted.isEmpty() && (accepted.peek().isEstablished() || accepted.peek().closed != null), PATIENCE_MS)) {
            throw new PeerSocket.Broken(PeerSocket.Broken.Kind.TIMED_OUT, "nobody came");
        }
        return network.call(accepted::remove);
    }

    @Override
    public void close() {
        network.run(listener::close);
    }
}
