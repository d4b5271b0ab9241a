package io.tributary.replay;

import java.util.ArrayList;
import java.util.List;

/**
 * Lets our stack take one side of each connection of a recording and compares what it sends with what was recorded.
 * Everything happens in virtual time; nothing outside is touched.
 */
public final class Replay {
    private Replay() {
    }

    /**
     * @param side null: for each connection the side next to which the capture was taken
     * @return a report per connection, in the order of their first packets
     */
    public static List<ReplayReport> of(Recording recording, Side side) {
        List<ReplayReport> reports = new ArrayList<>();
        for (int i = 0; i < recording.connections(); i++) {
            reports.add(one(recording.conversation(i, side), i));
        }
        return reports;
    }

    private static ReplayReport one(RecordedConversation c, int index) {
        Side captured = CapturePoint.of(c);
        String obstacle = c.obstacle();
        if (obstacle != null) {
            return new ReplayReport(c.side, captured, c.client.toString(), c.server.toString(), obstacle, 0, 0, 0, 0, 0, 0, 0,
                List.of());
        }
        ReplayRun run = new ReplayRun(c).run();
        Tally t = new ConversationComparison(c, run, captured != c.side, index).compare();
        return new ReplayReport(c.side, captured, c.client.toString(), c.server.toString(), null, t.packets(), t.equal(), t.equivalent(), t.extras(),
            run.slipNs(), run.steps(), run.application().received().received(), t.differences());
    }
}
