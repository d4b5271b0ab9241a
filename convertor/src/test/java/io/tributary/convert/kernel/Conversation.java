package io.tributary.convert.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.connection.ConnectionInfo.SubflowInfo;
import io.tributary.mptcp.MptcpConnection;
import io.tributary.tcp.CloseReason;
import java.util.ArrayList;
import java.util.List;

/** One MPTCP connection between our stack and the kernel, and the bytes in it. */
final class Conversation implements AutoCloseable {
    private static final long CLOSING_MS = 20_000;

    private final LiveNetwork network;
    private final StackPeer stack;
    private final KernelPeer kernel;
    private final Flow up;
    private final Flow down;
    private final List<Runnable> others = new ArrayList<>();

    Conversation(LiveNetwork network, StackPeer stack, KernelPeer kernel) {
        this.network = network;
        this.stack = stack;
        this.kernel = kernel;
        up = new Flow(stack, kernel, 1);
        down = new Flow(kernel, stack, 2);
    }

    /** What is to be done when it is closed. */
    Conversation closing(Runnable closing) {
        others.add(closing);
        return this;
    }

    StackPeer stack() {
        return stack;
    }

    KernelPeer kernel() {
        return kernel;
    }

    /** From our stack to the kernel. */
    Flow up() {
        return up;
    }

    /** From the kernel to our stack. */
    Flow down() {
        return down;
    }

    /** Sends so many bytes each way and waits for all of them. */
    Conversation bothWays(long bytes) {
        up.send(bytes);
        down.send(bytes);
        up.expectAll();
        down.expectAll();
        return this;
    }

    /** Ends both directions in order. */
    void end() {
        up.end();
        down.end();
        up.expectEnd();
        down.expectEnd();
        assertThat(stack.awaitClosed(CLOSING_MS)).as("how our end closed").isEqualTo(CloseReason.NORMAL);
    }

    /** Our subflows as they are now. */
    List<SubflowInfo> subflows() {
        return network.call(() -> stack.connection().info(network.simulation().nowNs()).subflows());
    }

    /** Our end, for what only MPTCP can be asked. Under the network's monitor. */
    MptcpConnection mptcp() {
        return (MptcpConnection) stack.connection();
    }

    boolean isMultipath() {
        return network.call(() -> stack.connection().isMultipath());
    }

    @Override
    public void close() {
        stack.close();
        kernel.close();
        others.forEach(Runnable::run);
    }
}
