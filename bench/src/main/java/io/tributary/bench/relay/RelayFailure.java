package io.tributary.bench.relay;

/** A measurement did not come about; the message says why, in words that follow a colon. */
final class RelayFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RelayFailure(String message) {
        super(message);
    }
}
