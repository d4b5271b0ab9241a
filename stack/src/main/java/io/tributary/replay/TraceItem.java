package io.tributary.replay;

import java.util.Map;

/** A packet of a trace with what it means there. */
final class TraceItem {
    final ReplayPacket packet;
    final Map<String, String> signals;
    /** Data ACK as a position of the received data; -1 without one. */
    final long dataAck;
    /** How often its first payload byte had been sent before. */
    final int repetition;
    /** Text or FIN that fills a gap in what this trace had shown: its first copy was lost on the way to the capture. */
    final boolean fillsGap;
    /** A segment without text below what was sent already: it makes the peer answer. */
    final boolean probe;
    /** Bare, and saying nothing that the packet before it on this flow, number {@link #before}, did not say. */
    final boolean repeatsAck;
    final int before;
    /** Its sequence number is where the sender was. */
    final boolean next;
    /**
     * The last segment again, soon after it went out: a tail loss probe. Whether and when one goes out is a matter of timer ticks and of
     * what a host believes of its peer's delay (RFC 8985, 7.2).
     */
    boolean tailProbe;
    TraceItem partner;

    TraceItem(ReplayPacket packet, Map<String, String> signals, long dataAck, int repetition, boolean fillsGap, boolean probe,
              boolean repeatsAck, int before, boolean next) {
        this.packet = packet;
        this.signals = signals;
        this.dataAck = dataAck;
        this.repetition = repetition;
        this.fillsGap = fillsGap;
        this.probe = probe;
        this.repeatsAck = repeatsAck;
        this.before = before;
        this.next = next;
    }

    void pair(TraceItem other) {
        partner = other;
        other.partner = this;
    }

    boolean isFree() {
        return partner == null;
    }
}
