package io.tributary.tcp;

/** When a writer is to hear that it may write more: after an acknowledgment, or only while little waits unsent. */
final class WritableRoom {
    private boolean acknowledged;
    private boolean above;

    void onAcknowledged() {
        acknowledged = true;
    }

    /** @return true once when there is something to tell; asked after each transmission */
    boolean takeWritable(SocketState s) {
        int mark = s.options().sending().notSentLowWater();
        boolean full = mark > 0 && s.notSent() >= mark;
        boolean tell = !full && (acknowledged || above);
        acknowledged &= full;
        above = full;
        return tell;
    }
}
