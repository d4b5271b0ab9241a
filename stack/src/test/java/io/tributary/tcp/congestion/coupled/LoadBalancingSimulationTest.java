package io.tributary.tcp.congestion.coupled;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tributary.tcp.congestion.coupled.Balancing.Shares;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The scenarios by which OLIA's authors show what LIA leaves of other people's access, with its equilibrium as calculated. */
class LoadBalancingSimulationTest {
    private static final String SOAK = "tributary.soak";

    /** Short queues and long ways: round trips are about equal on all of them, as the equations assume. */
    private static Balancing even(int n1, int n2, double ratio) {
        return new Balancing("lia", n1, n2, ratio, 75, 0.4, 1.5);
    }

    /** Windows large against a probe of two segments, and queues of a round trip. */
    private static Balancing deep(String algorithm, double ratio) {
        return new Balancing(algorithm, 6, 6, ratio, 40, 1, 2);
    }

    private static void equilibriumOfA(int n1, int n2, double ratio, double oneWay, double seconds) {
        Shares s = even(n1, n2, ratio).a(1, seconds);
        assertThat(s.oneWay()).as("%s", s).isCloseTo(oneWay, within(0.1 * oneWay));
        assertThat(s.twoWays()).as("%s", s).isBetween(0.92, 1.0);
    }

    private static void equilibriumOfC(int n1, int n2, double ratio, double twoWays, double oneWay, double seconds) {
        Shares s = even(n1, n2, ratio).c(1, seconds);
        assertThat(s.oneWay()).as("%s", s).isCloseTo(oneWay, within(0.1 * oneWay));
        assertThat(s.twoWays()).as("%s", s).isCloseTo(twoWays, within(0.1 * twoWays));
    }

    @ParameterizedTest(name = "N1/N2 = {0}/{1}, C1/C2 = {2}")
    @CsvSource({"6, 6, 1, 0.739", "6, 3, 1, 0.590", "6, 2, 1, 0.500"})
    @DisplayName("LIA-5-1 scenario A: users with one way are left what LIA's equilibrium says, and the others gain nothing")
    void scenarioA(int n1, int n2, double ratio, double oneWay) {
        equilibriumOfA(n1, n2, ratio, oneWay, 70);
    }

    @ParameterizedTest(name = "N1/N2 = {0}/{1}, C1/C2 = {2}")
    @CsvSource({"6, 6, 1, 1.296, 0.704", "6, 3, 1, 1.217, 0.566", "6, 6, 0.5, 1.657, 0.672"})
    @DisplayName("LIA-5-1 scenario C: LIA's equilibrium between an access of one's own and one that is shared")
    void scenarioC(int n1, int n2, double ratio, double twoWays, double oneWay) {
        equilibriumOfC(n1, n2, ratio, twoWays, oneWay, 70);
    }

    @ParameterizedTest(name = "N1/N2 = {0}/{1}, C1/C2 = {2}")
    @CsvSource({"6, 6, 1, 0.739", "6, 3, 1, 0.590", "6, 2, 1, 0.500", "6, 6, 0.75, 0.750", "6, 6, 1.5, 0.750"})
    @DisplayName("scenario A in full, and for longer")
    @EnabledIfSystemProperty(named = SOAK, matches = "true")
    void allOfA(int n1, int n2, double ratio, double oneWay) {
        equilibriumOfA(n1, n2, ratio, oneWay, 300);
    }

    @ParameterizedTest(name = "N1/N2 = {0}/{1}, C1/C2 = {2}")
    @CsvSource({"6, 6, 1, 1.296, 0.704", "6, 3, 1, 1.217, 0.566", "6, 2, 1, 1.172, 0.485", "6, 6, 2, 1.117, 0.765", "6, 6, 0.5, 1.657, 0.672"})
    @DisplayName("scenario C in full, and for longer")
    @EnabledIfSystemProperty(named = SOAK, matches = "true")
    void allOfC(int n1, int n2, double ratio, double twoWays, double oneWay) {
        equilibriumOfC(n1, n2, ratio, twoWays, oneWay, 300);
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
    @EnabledIfSystemProperty(named = SOAK, matches = "true")
    void balia() {
        double[] left = new double[3];
        String[] names = {"lia", "balia", "olia"};
        for (int i = 0; i < 3; i++) {
            String name = names[i];
            left[i] = Net.median(deep(name, 1).a(1, 200).oneWay(), deep(name, 1).a(2, 200).oneWay(), deep(name, 1).a(3, 200).oneWay());
        }
        assertThat(left).isSorted();
    }
}
