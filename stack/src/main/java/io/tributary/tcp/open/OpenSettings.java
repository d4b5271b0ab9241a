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
 * @param fastOpen      text in SYNs
 * @param listen        held or plain listener, SYN cookies
 * @param challengeAcks challenge ACKs a second that one connection may send, on average; at least 1
 */
public record OpenSettings(int synRetries, long timeWaitNs, boolean timestamps, boolean sack, boolean windowScaling,
                           FastOpenSettings fastOpen, ListenSettings listen, int challengeAcks) {
    public static final OpenSettings DEFAULT =
        new OpenSettings(7, 60_000_000_000L, true, true, true, FastOpenSettings.DEFAULT, ListenSettings.HELD, 10);

    public OpenSettings withOptions(boolean timestamps, boolean sack, boolean windowScaling) {
        return new OpenSettings(synRetries, timeWaitNs, timestamps, sack, windowScaling, fastOpen, listen, challengeAcks);
    }

    public OpenSettings withSynRetries(int retries) {
        return new OpenSettings(retries, timeWaitNs, timestamps, sack, windowScaling, fastOpen, listen, challengeAcks);
    }

    public OpenSettings withTimeWait(long ns) {
        return new OpenSettings(synRetries, ns, timestamps, sack, windowScaling, fastOpen, listen, challengeAcks);
    }

    public OpenSettings with(FastOpenSettings settings) {
        return new OpenSettings(synRetries, timeWaitNs, timestamps, sack, windowScaling, settings, listen, challengeAcks);
    }

    public OpenSettings with(ListenSettings settings) {
        return new OpenSettings(synRetries, timeWaitNs, timestamps, sack, windowScaling, fastOpen, settings, challengeAcks);
    }

    public OpenSettings withChallengeAcks(int perSecond) {
        return new OpenSettings(synRetries, timeWaitNs, timestamps, sack, windowScaling, fastOpen, listen, perSecond);
    }
}
