package io.tributary.capture;

import java.util.List;
import java.util.Map;

/**
 * What a capture holds.
 *
 * @param startNs          when the first packet was captured, since the epoch; all other times count from there
 * @param durationNs       until the last packet
 * @param packets          all of them
 * @param malformed        packets that break the format of a header or an option
 * @param malformedOptions MPTCP options whose length or form is not legal where they stood
 * @param badChecksums     TCP segments that every receiver drops for their checksum; they are not followed
 * @param fragments        IP fragments; they are not followed
 * @param cut              packets cut short by the capture
 * @param other            packets that are no TCP segments
 * @param ignored          TCP segments that were not followed for a limit
 * @param bytesRefused     payload bytes that were not kept for a limit
 * @param options          MPTCP options by name, those that occurred
 * @param connections      MPTCP connections, those that only tried included, in the order of their first packets
 * @param tcp              all others
 */
public record CaptureReport(long startNs, long durationNs, long packets, long malformed, long malformedOptions, long badChecksums,
                            long fragments, long cut, long other, long ignored, long bytesRefused, Map<String, Long> options,
                            List<ConnectionReport> connections, List<ConnectionReport> tcp) {

    /** One JSON object on one line. */
    public String toJson() {
        return ReportJson.of(this);
    }

    /** For people: a block per connection, with a table of subflows and the events with their times. */
    public String toText() {
        return ReportText.of(this);
    }
}
