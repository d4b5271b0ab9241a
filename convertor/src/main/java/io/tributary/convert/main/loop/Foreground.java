package io.tributary.convert.main.loop;

import io.tributary.convert.main.cat.Cat;
import io.tributary.convert.main.config.Configuration;
import io.tributary.convert.main.control.CommandQueue;
import io.tributary.metrics.Counters;
import io.tributary.shard.Shard;
import java.util.function.BiFunction;

/** Runs one connection of a program that ends with it. */
public final class Foreground {
    private final Configuration config;
    private volatile boolean interrupted;

    public Foreground(Configuration config) {
        this.config = config;
    }

    /**
     * Runs in the calling thread, until the connection is over.
     *
     * @return true if a signal ended it
     * @throws io.tributary.driver.setup.DeviceException if an interface cannot be had or is lost
     */
    public boolean run(BiFunction<Shard, CommandQueue, Cat> maker) {
        try (Devices devices = Devices.open(config.interfaces())) {
            ErrorLog errors = new ErrorLog();
            Shard shard = World.of(config, devices::device, World.random(), new Counters());
            shard.onInternalError(errors::record);
            CommandQueue commands = new CommandQueue(devices::wakeUp);
            Cat cat = maker.apply(shard, commands);
            RunLoop loop = new RunLoop(shard, cat, commands, devices, System::nanoTime, errors);
            for (String signal : new String[] {"INT", "TERM"}) {
                Signals.on(signal, () -> {
                    interrupted = true;
                    commands.post(loop::abort);
                });
            }
            cat.open(System.nanoTime());
            loop.run();
        }
        return interrupted;
    }
}
