package io.tributary.convert.kernel;

/** A blocking TCP socket, of the kernel or of our stack: what the same test does with either. */
interface PeerSocket extends AutoCloseable {
    /** Waits for room. @return how many bytes were taken */
    int send(byte[] data, int at, int length);

    /** Waits for bytes. @return how many; -1 when the peer sends no more */
    int receive(byte[] into, int at, int length);

    void shutdownOutput();

    /** RST. */
    void abort();

    /** Sends FIN if that was not done; what arrives afterwards is nobody's. */
    @Override
    void close();

    /** How a connection ended that did not end in order. */
    final class Broken extends RuntimeException {
        private static final long serialVersionUID = 1;

        enum Kind { RESET, REFUSED, TIMED_OUT, OTHER }

        private final Kind kind;

        Broken(Kind kind, String message) {
            super(kind + ": " + message);
            this.kind = kind;
        }

        Kind kind() {
            return kind;
        }
    }
}
