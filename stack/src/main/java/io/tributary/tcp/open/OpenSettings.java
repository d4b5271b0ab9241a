package io.tributary.tcp.open;

/**
 * How connections open, and what is left of them afterwards.
 *
 * @param synRetries    repetitions of an unanswered SYN or SYN/ACK before it is given up; seven make 255 s, more than the three
 *                      minutes of RFC 9293
 * @param timeWaitNs    2 MSL
 * @param timestamps    offer timestamps
 * @param sack          offer selective acknowledgments
 * @param windowScaling offer window scaling
 */
public record OpenSettings(int synRetries, long timeWaitNs, boolean timestamps, boolean sack, boolean windowScaling) {
    public static final OpenSettings DEFAULT = new OpenSettings(7, 60_000_000_000L, true, true, true);

    public OpenSettings withOptions(boolean timestamps, boolean sack, boolean windowScaling) {
        return new OpenSettings(synRetries, timeWaitNs, timestamps, sack, windowScaling);
    }
}
