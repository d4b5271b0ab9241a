package io.tributary.replay;

import io.tributary.mptcp.open.ReceivedOptions;
import io.tributary.random.RandomSource;
import io.tributary.random.RandomStream;
import io.tributary.random.SeededRandomSource;
import java.util.ArrayDeque;

/** Keys and nonces as recorded, in the order in which our side drew them; everything else from a fixed seed. */
final class RecordedRandom implements RandomSource {
    private final SeededRandomSource others = new SeededRandomSource(1);
    private final ArrayDeque<Long> keys = new ArrayDeque<>();
    private final ArrayDeque<Long> nonces = new ArrayDeque<>();

    RecordedRandom(RecordedConversation c, RecordedKeys recorded) {
        if (recorded.hasOwnKey) {
            keys.add(recorded.ownKey);
        }
        ReceivedOptions o = new ReceivedOptions();
        for (RecordedFlow f : c.flows) {
            ReplayPacket syn = f.ownSyn();
            if (syn != null && o.parse(syn.options, syn.flags).hasJoin()) {
                nonces.add((long) o.join().nonce() << 32);   // a stream's upper half is its next int
            }
        }
    }

    @Override
    public RandomStream secret() {
        return others.secret();
    }

    @Override
    public RandomStream open() {
        return others.open();
    }

    @Override
    public RandomStream keys() {
        return () -> keys.isEmpty() ? others.secret().nextLong() : keys.poll();
    }

    @Override
    public RandomStream nonces() {
        return () -> nonces.isEmpty() ? others.secret().nextLong() : nonces.poll();
    }
}
