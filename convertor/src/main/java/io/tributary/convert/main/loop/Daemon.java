package io.tributary.convert.main.loop;

import io.tributary.buffer.PooledRingAllocator;
import io.tributary.convert.main.config.Configuration;
import io.tributary.convert.main.control.CommandQueue;
import io.tributary.convert.main.control.Control;
import io.tributary.convert.main.control.ControlServer;
import io.tributary.convert.main.control.ControlSocket;
import io.tributary.driver.nativeio.NativeException;
import io.tributary.metrics.Counters;
import io.tributary.shard.Shard;
import java.io.IOException;
import java.io.PrintWriter;
import java.security.SecureRandom;

/** {@code tributary run}: from a configuration to packets, until a signal ends it. */
public final class Daemon {
    private static final int SPARE_SLABS = 64;

    private final Configuration config;
    private final PrintWriter err;
    private volatile boolean interrupted;

    public Daemon(Configuration config, PrintWriter err) {
        this.config = config;
        this.err = err;
    }

    /**
     * Runs in the calling thread.
     *
     * @return true if it was interrupted from the keyboard, false if it was told to end
     * @throws ControlSocket.InUseException if another instance has the control socket
     * @throws io.tributary.driver.setup.DeviceException if an interface cannot be had or is lost
     */
    public boolean run() throws IOException, ControlSocket.InUseException {
        try (ControlSocket socket = ControlSocket.open(config.stack().control()); Devices devices = Devices.open(config.interfaces())) {
            Counters counters = new Counters();
            ErrorLog errors = new ErrorLog();
            Shard shard = World.of(config, devices::device, World.random(), counters);
            shard.onInternalError(errors::record);
            CommandQueue commands = new CommandQueue(devices::wakeUp);
            Convertors convertors = new Convertors(config, shard, memory(), cookieSecret(), System.nanoTime());
            RunLoop loop = new RunLoop(shard, convertors, commands, devices, System::nanoTime, errors);
            config.idle().forEach(line -> err.println("tributary: " + line));
            convertors.start();
            onSignals(commands, loop);
            ControlServer server = ControlServer.start(socket, new Control(commands, convertors));
            try {
                ready();
                loop.run();
            } finally {
                server.close();
            }
        }
        return interrupted;
    }

    private void onSignals(CommandQueue commands, RunLoop loop) {
        Signals.on("TERM", () -> commands.post(() -> loop.drain(config.stack().drainTimeoutNs())));
        Signals.on("INT", () -> {
            interrupted = true;
            commands.post(() -> loop.drain(config.stack().drainTimeoutNs()));
        });
        Signals.on("HUP", () -> {
            err.println("tributary: SIGHUP: nothing of the configuration can change while this version runs");
            err.println("  restart it to read the configuration again");
        });
    }

    private void ready() {
        String notify = System.getenv("NOTIFY_SOCKET");
        if (notify != null) {
            try {
                ReadyNotice.send(notify, "READY=1");
            } catch (NativeException | IllegalArgumentException e) {
                err.println("tributary: the service manager was not told: " + e.getMessage());
            }
        }
        err.println("tributary: ready");
    }

    /** Half of what the JVM may use outside its heap, in slabs that are kept for the next connection. */
    private static PooledRingAllocator memory() {
        return new PooledRingAllocator(Runtime.getRuntime().maxMemory() / 2, SPARE_SLABS, true);
    }

    private static byte[] cookieSecret() {
        byte[] secret = new byte[32];
        new SecureRandom().nextBytes(secret);
        return secret;
    }
}
