package io.tributary.convert.kernel;

import io.tributary.driver.nativeio.EventLoopWaiter;
import io.tributary.sim.SimDevice;
import io.tributary.sim.SimHost;
import io.tributary.sim.SimLink;
import io.tributary.sim.Simulation;
import io.tributary.shard.ShardConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * A simulated network whose virtual time is the clock on the wall: its links delay, lose and reorder packets between kernels in
 * network namespaces and stacks of ours. The userspace link that a kernel without netem lacks.
 *
 * <p>Everything inside is touched by one thread at a time, under the network's monitor.
 */
final class LiveNetwork implements AutoCloseable {
    /** A host that cannot keep up must not keep others from the wire. */
    private static final int BATCH = 64;

    private final Simulation simulation;
    private final List<KernelHost> kernels = new ArrayList<>();
    private final EventLoopWaiter waiter = new EventLoopWaiter();
    private final long startNs = System.nanoTime();
    private final Thread thread;
    private volatile boolean ending;
    private Throwable failure;

    LiveNetwork(long seed) {
        simulation = new Simulation(seed).eventLimit(Long.MAX_VALUE);
        thread = new Thread(this::run, "live network");
        thread.setDaemon(true);
    }

    Simulation simulation() {
        return simulation;
    }

    /** @return the end of the kernel's interface that is to be linked */
    KernelHost kernel(String name, int mtu, String... prefixes) {
        KernelHost host = new KernelHost(simulation, name, mtu, prefixes);
        kernels.add(host);
        waiter.add(host.fd());
        return host;
    }

    SimHost stack(String name, ShardConfig config) {
        return new SimHost(simulation, name, config);
    }

    SimLink link(String name, SimDevice first, SimDevice second) {
        return simulation.link(name, first, second);
    }

    LiveNetwork start() {
        thread.start();
        return this;
    }

    private void run() {
        try {
            while (!ending) {
                long next;
                synchronized (this) {
                    simulation.run(clock());
                    for (KernelHost k : kernels) {
                        k.read(BATCH);
                    }
                    simulation.run(simulation.nowNs());
                    next = simulation.nextEventNs();
                    notifyAll();
                }
                waiter.await(next == Long.MAX_VALUE ? next : Math.max(0, next - clock()));
            }
        } catch (RuntimeException | Error e) {
            synchronized (this) {
                failure = e;
                notifyAll();
            }
        }
    }

    private long clock() {
        return System.nanoTime() - startNs;
    }

    /** Does something to the network, between two of its turns. */
    synchronized <T> T call(Supplier<T> action) {
        check();
        T result = action.get();
        waiter.wakeUp();
        return result;
    }

    void run(Runnable action) {
        call(() -> {
            action.run();
            return null;
        });
    }

    /** Waits, with the network going on, until the condition holds. @return false if it does not in time */
    synchronized boolean await(BooleanSupplier condition, long timeoutMs) {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        while (!condition.getAsBoolean()) {
            check();
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                return false;
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
        return true;
    }

    private void check() {
        if (failure != null) {
            throw new IllegalStateException("the network has ended", failure);
        }
    }

    @Override
    public void close() {
        ending = true;
        waiter.wakeUp();
        try {
            thread.join(5_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        kernels.forEach(KernelHost::close);
        waiter.close();
    }
}
