package io.tributary.capture;

/**
 * How often a value in the capture could be computed from others and compared.
 *
 * @param right the same
 * @param wrong different
 */
public record Verification(long right, long wrong) {
    static final Verification NONE = new Verification(0, 0);

    Verification plus(boolean isRight) {
        return isRight ? new Verification(right + 1, wrong) : new Verification(right, wrong + 1);
    }
}
