package io.tributary.convert.kernel;

import io.tributary.device.PcapNgWriter;
import io.tributary.driver.nativeio.EventLoopWaiter;
import io.tributary.sim.SimDevice;
import io.tributary.sim.SimHost;
import io.tributary.sim.SimLink;
import io.tributary.sim.Simulation;
import io.tributary.shard.ShardConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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
    private PcapNgWriter capture;

    LiveNetwork(long seed) {
        simulation = new Simulation(seed).eventLimit(Long.MAX_VALUE);
        thread = new Thread(this::run, "live network");
        thread.setDaemon(true);
    }

    /** With {@code -Dtributary.pcap=DIRECTORY}, all packets go into that file there; before anything is plugged. */
    LiveNetwork record(String name) {
        String directory = System.getProperty("tributary.pcap");
        if (directory != null) {
            try {
                Files.createDirectories(Path.of(directory));
                capture = new PcapNgWriter(Files.newByteChannel(Path.of(directory, name + ".pcapng"), StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE), "tributary");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            simulation.record(capture);
        }
        return this;
    }

    Simulation simulation() {
        return simulation;
    }

    /** A kernel with one interface. */
    KernelHost kernel(String name, int mtu, String... prefixes) {
        KernelHost host = kernel(name);
        plug(host, "wire", mtu, prefixes);
        return host;
    }

    /** A kernel without interfaces yet. */
    KernelHost kernel(String name) {
        KernelHost host = new KernelHost(simulation, name);
        kernels.add(host);
        return host;
    }

    /** @return the end of the kernel's new interface that is to be linked */
    SimDevice plug(KernelHost host, String name, int mtu, String... prefixes) {
        KernelInterface added = host.addInterface(name, mtu, prefixes);
        waiter.add(added.fd());
        return added.device();
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

    /** Does something to the network, between two of its turns, and now: not when something happened in it last. */
    synchronized <T> T call(Supplier<T> action) {
        check();
        if (thread.isAlive()) {
            simulation.run(clock());
        }
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
        if (capture != null) {
            try {
                capture.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
