package io.tributary.tcp.congestion.coupled;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.tcp.congestion.coupled.Balancing.Shares;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** How much further than LIA the others leave a path that is more congested. */
class OliaSimulationTest {
    private static final boolean SOAK = Boolean.getBoolean("tributary.soak");

    /** Windows large against a probe of two segments, and queues of a round trip. */
    private static Balancing deep(String algorithm, double ratio) {
        return new Balancing(algorithm, 6, 6, ratio, 40, 1, 2);
    }

    @Test
    @DisplayName("OLIA in scenario A leaves at least nine tenths of their access to those who have no other, and LIA less")
    void oliaInA() {
        Shares olia = deep("olia", 1).a(1, 50);
        Shares lia = deep("lia", 1).a(1, 50);
        assertThat(olia.oneWay()).as("%s", olia).isGreaterThan(0.9);
        assertThat(olia.twoWays()).as("%s", olia).isGreaterThan(0.95);
        assertThat(lia.oneWay()).as("%s", lia).isLessThan(olia.oneWay() - 0.05);
    }

    @Test
    @DisplayName("OLIA in scenario C: with twice the access of their own users leave the shared one alone but for probes")
    void oliaInC() {
        Shares s = deep("olia", 2).c(1, 40);
        assertThat(s.probe()).as("%s", s).isLessThan(0.08);
        assertThat(s.twoWays()).as("%s", s).isBetween(0.95, 1.08);
        assertThat(s.oneWay()).as("%s", s).isGreaterThan(0.85);
    }

    @Test
    @DisplayName("BALIA leaves more to others than LIA does, and less than OLIA")
    void balia() {
        double[] left = new double[3];
        String[] names = {"lia", "balia", "olia"};
        for (int i = 0; i < 3; i++) {
            String name = names[i];
            left[i] = SOAK ? Net.median(deep(name, 1).a(1, 200).oneWay(), deep(name, 1).a(2, 200).oneWay(), deep(name, 1).a(3, 200).oneWay())
                : deep(name, 1).a(1, 60).oneWay();
        }
        assertThat(left).isSorted();
    }
}
