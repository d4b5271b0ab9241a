package io.tributary.tcp.congestion;

import io.tributary.Rfc;

/**
 * Explicit congestion notification of one connection: what the handshakes settle, which marks were seen and are to be echoed,
 * which echoes were heard and are to be answered. Positions are those of the sending side. It decides about flags and marks
 * only: the window is the controller's.
 */
@Rfc(value = 3168, section = {"6.1.1", "6.1.2", "6.1.3", "6.1.4", "6.1.5"})
public final class Ecn {
    /** The IP header's codepoints. */
    public static final int NOT_ECT = 0;
    public static final int ECT_0 = 2;
    public static final int CE = 3;

    private static final int ECE = 0x40;
    private static final int CWR = 0x80;

    private final EcnMode mode;
    private boolean sentSetup;
    private boolean sentPlain;
    private boolean gotSetup;
    private boolean gotPlain;
    /** A mark was seen: every ACK says so until the peer has reacted. */
    private boolean echoing;
    /** The window was reduced: the next new text says so. */
    private boolean owesReduced;
    /** What was sent below this belongs to a window that was reduced already. */
    private long reducedAt = 1;

    public Ecn(EcnMode mode) {
        this.mode = mode;
    }

    // ---- handshake

    /**
     * Flags of our SYN. Only the first asks: boxes that drop such a SYN let the next one through.
     *
     * @param first it is not a repetition
     */
    @Rfc(value = 3168, section = "6.1.1.1")
    public int onSendSyn(boolean first) {
        boolean asks = mode == EcnMode.REQUEST && first;
        sentSetup |= asks;
        sentPlain |= !asks;
        return asks ? ECE | CWR : 0;
    }

    /** Flags of our SYN/ACK. Who has sent a SYN that did not ask does not agree either. */
    public int onSendSynAck() {
        boolean agrees = mode != EcnMode.OFF && gotSetup && !gotPlain && !sentPlain;
        sentSetup |= agrees;
        sentPlain |= !agrees;
        return agrees ? ECE : 0;
    }

    /**
     * The peer's SYN, each time it comes.
     *
     * @param marks codepoint of its IP header: who marks a SYN marks anything, which would make every mark meaningless
     */
    public void onSyn(int flags, int marks) {
        note(isSetup(flags, marks));
    }

    /** Whether a SYN asks for it. */
    public static boolean isSetup(int flags, int marks) {
        return (flags & (ECE | CWR)) == (ECE | CWR) && marks == NOT_ECT;
    }

    /** A SYN that {@link #isSetup} was asked about. */
    public void onSyn(boolean setup) {
        note(setup);
    }

    /** The peer's SYN/ACK. Both flags are no agreement: some hosts send back whatever bits they got. */
    @Rfc(value = 3168, section = "6.1.1.2")
    public void onSynAck(int flags) {
        note((flags & (ECE | CWR)) == ECE);
    }

    private void note(boolean setup) {
        gotSetup |= setup;
        gotPlain |= !setup;
    }

    /** Our packets may carry ECT. */
    public boolean isCapable() {
        return sentSetup && gotSetup && !sentPlain && !gotPlain;
    }

    /** The peer's marks count: it may have understood that we agreed even where we may not mark ourselves. */
    private boolean listens() {
        return sentSetup && !gotPlain;
    }

    // ---- receiving

    /**
     * Text arrived inside the window. Packets that were put together on their way up carry the same codepoint, and CWR stands
     * for the first of them: what is marked came after it.
     *
     * @return true if the peer should hear of it at once: it may be waiting with a very small window
     */
    public boolean onText(int flags, int codepoint) {
        if (!listens()) {
            return false;
        }
        boolean was = echoing;
        if ((flags & CWR) != 0) {
            echoing = false;
        }
        if (codepoint == CE) {
            echoing = true;
        }
        return (flags & CWR) != 0 || echoing && !was;
    }

    /**
     * An acceptable ACK, before it is looked at further.
     *
     * @return true if it asks for a smaller window and none was taken yet from what it acknowledges
     */
    public boolean isCongestionEcho(int flags, long ack) {
        return isEcho(flags) && ack > reducedAt;
    }

    /** The ACK echoes a mark: no reason to grow. */
    public boolean isEcho(int flags) {
        return isCapable() && (flags & ECE) != 0;
    }

    // ---- sending

    /**
     * The window was reduced, for whatever reason, when everything below {@code nxt} had been sent. To be called any number of
     * times for one reduction.
     */
    public void onReduced(long nxt) {
        if (nxt > reducedAt) {
            reducedAt = nxt;
            owesReduced = isCapable();
        }
    }

    /** Flags of a segment that is no SYN and no RST. {@code newText}: it carries text never sent before. */
    public int onSend(boolean newText) {
        int flags = echoing ? ECE : 0;
        if (newText && owesReduced) {
            owesReduced = false;
            flags |= CWR;
        }
        return flags;
    }

    /** Codepoint of a segment: text sent for the first time may be marked, whatever else goes out may not. */
    public int codepoint(boolean newText) {
        return newText && isCapable() ? ECT_0 : NOT_ECT;
    }
}
