package io.tributary.convert.main;

import org.agrona.concurrent.UnsafeBuffer;

/** Finds out at start, in words, what would otherwise surface as an IllegalAccessError from the first packet buffer. */
final class JvmCheck {
    private JvmCheck() {
    }

    static void buffersWork() throws FailureException {
        try {
            UnsafeBuffer b = new UnsafeBuffer(new byte[8]);
            b.putLong(0, 1);
        } catch (LinkageError e) {
            throw new FailureException(ExitCode.BAD_CONFIG, "this Java denies access to jdk.internal.misc, which the packet buffers need",
                "start it with java -jar (the jar's manifest has it), with ./tributary, or add --add-opens java.base/jdk.internal.misc=ALL-UNNAMED");
        }
    }
}
