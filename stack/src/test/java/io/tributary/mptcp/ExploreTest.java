package io.tributary.mptcp;

import io.tributary.metrics.Counter;
import io.tributary.mptcp.schedule.Schedulers;
import io.tributary.sim.Simulation;
import org.junit.jupiter.api.Test;

class ExploreTest {
    private static void show(String what, PathRun r, double mbit, double best) {
        System.out.printf("%-40s %6.2f Mbit/s %5.1f %%  dup %.1f %% opp %d pen %d retr %d timeouts %d gap %.0f ms  %s%n", what, mbit, 100 * mbit / best, 100.0 * r.count(Counter.MP_OPPORTUNISTIC) * 1428 / r.sink.contiguous,
            r.count(Counter.MP_OPPORTUNISTIC), r.count(Counter.MP_PENALTIES), r.count(Counter.MP_RETRANS), r.count(Counter.TCP_TIMEOUTS),
            r.sink.longestGapNs / 1e6, r.sink.damaged ? "DAMAGED" : "");
    }

    @Test
    void explore() {
        for (int m = 0; m < 3; m++) {
            PathRun h = new PathRun(1).path(100, 50, 40).path(100, 50, 40);
            h.data(h.config.data().withOpportunistic(m > 0, m > 1)).start(true);
            show("100+100 50ms M" + m, h, h.goodput(0, 5), 200);
            h = new PathRun(1).path(100, 20, 40).path(100, 100, 40);
            h.data(h.config.data().withOpportunistic(m > 0, m > 1)).start(true);
            show("100+100 20,100ms M" + m, h, h.goodput(0, 5), 200);
        }
        for (int b : new int[] {50_000, 100_000, 4 << 20}) {
            PathRun a = new PathRun(1).path(10, 20, 40).path(10, 20, 40).buffers(b, b).start(true);
            show("10+10 " + b, a, a.goodput(0, 10), 20);
            a = new PathRun(1).path(10, 1, 40).path(3, 25, 40).buffers(b, b).start(true);
            show("10+3 " + b, a, a.goodput(0, 10), 13);
        }
        for (int big = 0; big < 2; big++)
        for (int q : new int[] {2000})
        for (int buffer : new int[] {50_000, 100_000, 200_000, 500_000, 1_000_000}) {
            int send = big == 1 ? 4 << 20 : buffer;
            PathRun t = new PathRun(1).path(8, 20, 80).buffers(send, buffer).start(false);
            double tcp = t.goodput(2, 17);
            System.out.printf("TCP %d: %.2f%n", buffer, tcp);
            for (String s : new String[] {"min-rtt"}) {
                for (int m = 2; m < 3; m++) {
                    PathRun a = new PathRun(1).path(8, 20, 80).path(2, 150, q).buffers(send, buffer).scheduler(s);
                    a.data(a.config.data().withOpportunistic(m > 0, m > 1)).start(true);
                    show("8+2 " + (big == 1 ? "receive q" + q + " " : "both ") + buffer + " " + s + " M" + m, a, a.goodput(2, 17), tcp);
                }
            }
        }
    }
}
