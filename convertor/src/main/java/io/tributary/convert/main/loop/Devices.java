package io.tributary.convert.main.loop;

import io.tributary.convert.main.config.InterfaceSettings;
import io.tributary.device.PacketDevice;
import io.tributary.driver.nativeio.EventLoopWaiter;
import io.tributary.driver.setup.DeviceException;
import io.tributary.driver.setup.InterfaceSetup;
import io.tributary.driver.tun.TunDevice;
import io.tributary.driver.tun.TunQueue;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The packet devices of one loop with their addresses and routes; where the loop waits. Closing takes back what was installed. */
public final class Devices implements Waiter, AutoCloseable {
    private final List<String> names = new ArrayList<>();
    private final List<TunQueue> queues = new ArrayList<>();
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private EventLoopWaiter waiter;
    private boolean closed;

    private Devices() {
    }

    /** @throws DeviceException if one of them cannot be had; those opened before are closed again */
    public static Devices open(List<InterfaceSettings> interfaces) {
        Devices d = new Devices();
        try {
            interfaces.forEach(d::add);
            d.waiter = new EventLoopWaiter(d.queues.stream().mapToInt(TunQueue::fd).toArray());
            return d;
        } catch (RuntimeException e) {
            d.close();
            throw e;
        }
    }

    private void add(InterfaceSettings i) {
        TunDevice tun = TunDevice.open(i.name(), 1, i.offload(), i.mtu());
        open.push(tun);
        open.push(InterfaceSetup.apply(i.name(), i.mtu(), i.addresses()));
        names.add(i.name());
        queues.add(tun.queue(0));
    }

    /** In the order of the configuration. */
    public PacketDevice device(int i) {
        return queues.get(i);
    }

    @Override
    public void await(long timeoutNs) {
        for (TunQueue q : queues) {
            waiter.wantWritable(q.fd(), q.isBlocked());
        }
        waiter.await(timeoutNs);
    }

    /** Does nothing after {@link #close()}: a signal or a client may come at any time. */
    @Override
    public synchronized void wakeUp() {
        if (!closed) {
            waiter.wakeUp();
        }
    }

    @Override
    public boolean isBlocked() {
        for (int i = 0; i < queues.size(); i++) {
            if (queues.get(i).isBlocked()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public RuntimeException failure() {
        for (int i = 0; i < queues.size(); i++) {
            RuntimeException e = queues.get(i).failure();
            if (e != null) {
                return new DeviceException(DeviceException.UNAVAILABLE, "interface " + names.get(i) + " is lost: " + e.getMessage(),
                    "somebody deleted it; start again", e);
            }
        }
        return null;
    }

    @Override
    public synchronized void close() {
        closed = true;
        while (!open.isEmpty()) {
            closeQuietly(open.pop());
        }
        if (waiter != null) {
            waiter.close();
        }
    }

    private static void closeQuietly(AutoCloseable c) {
        try {
            c.close();
        } catch (Exception e) {
            throw new IllegalStateException("closing a device does not fail", e);
        }
    }
}
