package io.tributary.testkit;

import io.tributary.connection.Connection;
import java.util.Arrays;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;

/** Sends pattern data as fast as its ring takes it, then ends; keeps what comes and compares. */
public class Pump extends Endpoint {
    private final byte[] toSend;
    private final byte[] expected;
    private final byte[] received;
    private boolean ended;
    private int sent;
    private int got;

    /** Two pumps with the same seed and crossed sizes expect what the other sends; the sizes must differ. */
    public Pump(long seed, int send, int expect) {
        toSend = new byte[send];
        expected = new byte[expect];
        received = new byte[expect];
        new Random(seed * 31 + send).nextBytes(toSend);
        new Random(seed * 31 + expect).nextBytes(expected);
    }

    @Override
    public void onEstablished(Connection c, long nowNs) {
        super.onEstablished(c, nowNs);
        pump();
    }

    @Override
    public void onWritable(Connection c, long nowNs) {
        pump();
    }

    @Override
    public void onReadable(Connection c, long nowNs) {
        got += in.read(new UnsafeBuffer(received), got, received.length - got);
        progressed(nowNs);
    }

    /** For tests that look at the time between deliveries. */
    protected void progressed(long nowNs) {
    }

    private void pump() {
        if (ended) {
            return;
        }
        sent += out.write(new UnsafeBuffer(toSend), sent, toSend.length - sent);
        if (sent == toSend.length) {
            ended = true;
            out.end();
        }
        connection.wake();
    }

    public int received() {
        return got;
    }

    public boolean intact() {
        return got == expected.length && Arrays.equals(expected, received);
    }
}
