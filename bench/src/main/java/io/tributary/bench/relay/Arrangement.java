package io.tributary.bench.relay;

import io.tributary.driver.kernel.KernelSocket;

/** One way from the client to the server. */
interface Arrangement extends AutoCloseable {
    /** For people and as a part of result names. */
    String name();

    /** A connection to the server, opened in the client's namespace, ready to send on. */
    KernelSocket connect();

    /** @throws RelayFailure if a connection in use is not what this arrangement is named after: such a number is worse than none */
    void check(KernelSocket connection);

    /** The relay's process; 0 if the kernel does it alone. */
    long pid();

    @Override
    void close();
}
