package io.tributary.replay;

import java.util.List;

/**
 * What came of replaying one connection.
 *
 * @param side       the side our stack took
 * @param captured   the side next to which the capture was taken, as far as it tells
 * @param client     its address and port
 * @param server     likewise
 * @param failure    why it was not replayed, in one line; null if it was
 * @param packets    recorded packets of that side
 * @param equal      of these: our stack sent the same packet, byte for byte from the TCP header on
 * @param equivalent of these: what our stack did differs only in what the RFCs leave open
 * @param extra      packets that only our stack sent and that it may send
 * @param slipNs     by how much our stack fell behind the recording
 * @param ackSteps   acknowledgments that were delivered in parts, as our stack had not sent all of that yet
 * @param received   bytes that our stack delivered to the application
 * @param different  everything else, in the order of the capture
 */
public record ReplayReport(Side side, Side captured, String client, String server, String failure, long packets, long equal, long equivalent,
                           long extra, long slipNs, int ackSteps, long received, List<Difference> different) {
    /** All reports of a recording as one JSON object on one line. */
    public static String toJson(List<ReplayReport> reports) {
        return ReplayJson.of(reports);
    }

    /** The same for people. */
    public static String toText(List<ReplayReport> reports) {
        return ReplayText.of(reports);
    }

    /** Everything of the recorded side was there, and nothing that should not be. */
    public boolean isEquivalent() {
        return failure == null && different.isEmpty();
    }
}
