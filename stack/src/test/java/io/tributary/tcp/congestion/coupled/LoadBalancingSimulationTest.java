package io.tributary.tcp.congestion.coupled;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.tributary.tcp.congestion.coupled.Balancing.Shares;
import java.util.function.LongFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The scenarios by which OLIA's authors show what LIA leaves of other people's access, with its equilibrium as calculated. */
class LoadBalancingSimulationTest {
    /** All rows of the tables, and for longer. */
    private static final boolean SOAK = Boolean.getBoolean("tributary.soak");
    private static final double SECONDS = SOAK ? 150 : 40;

    /** Short queues and long ways: round trips are about equal on all of them, as the equations assume. */
    private static Balancing even(int n1, int n2, double ratio) {
        return new Balancing("lia", n1, n2, ratio, 75, 0.37, 1.5);
    }

    /** Of three seeds: one run's few sawteeth scatter by some percent. */
    private static Shares mean(LongFunction<Shares> run) {
        Shares[] s = {run.apply(1), run.apply(2), run.apply(3)};
        return new Shares(Stream.of(s).mapToDouble(Shares::twoWays).average().orElseThrow(),
            Stream.of(s).mapToDouble(Shares::oneWay).average().orElseThrow(), Stream.of(s).mapToDouble(Shares::probe).average().orElseThrow());
    }

    private static void equilibriumOfA(int n1, int n2, double ratio, double oneWay, double seconds) {
        Shares s = mean(seed -> even(n1, n2, ratio).a(seed, seconds));
        assertThat(s.oneWay()).as("%s", s).isCloseTo(oneWay, within(0.1 * oneWay));
        assertThat(s.twoWays()).as("%s", s).isBetween(0.92, 1.0);
    }

    private static void equilibriumOfC(int n1, int n2, double ratio, double twoWays, double oneWay, double seconds) {
        Shares s = mean(seed -> even(n1, n2, ratio).c(seed, seconds));
        assertThat(s.oneWay()).as("%s", s).isCloseTo(oneWay, within(0.1 * oneWay));
        assertThat(s.twoWays()).as("%s", s).isCloseTo(twoWays, within(0.1 * twoWays));
    }

    private static Stream<Arguments> some(Arguments... rows) {
        return Stream.of(rows).limit(SOAK ? rows.length : 2);
    }

    static Stream<Arguments> rowsOfA() {
        return some(arguments(6, 6, 1, 0.739), arguments(6, 3, 1, 0.590), arguments(6, 2, 1, 0.500), arguments(6, 6, 0.75, 0.750),
            arguments(6, 6, 1.5, 0.750));
    }

    static Stream<Arguments> rowsOfC() {
        return some(arguments(6, 6, 1, 1.296, 0.704), arguments(6, 3, 1, 1.217, 0.566), arguments(6, 2, 1, 1.172, 0.485),
            arguments(6, 6, 2, 1.117, 0.765), arguments(6, 6, 0.5, 1.657, 0.672));
    }

    @ParameterizedTest(name = "N1/N2 = {0}/{1}, C1/C2 = {2}")
    @MethodSource("rowsOfA")
    @DisplayName("LIA-5-1 scenario A: users with one way are left what LIA's equilibrium says, and the others gain nothing")
    void scenarioA(int n1, int n2, double ratio, double oneWay) {
        equilibriumOfA(n1, n2, ratio, oneWay, SECONDS);
    }

    @ParameterizedTest(name = "N1/N2 = {0}/{1}, C1/C2 = {2}")
    @MethodSource("rowsOfC")
    @DisplayName("LIA-5-1 scenario C: LIA's equilibrium between an access of one's own and one that is shared")
    void scenarioC(int n1, int n2, double ratio, double twoWays, double oneWay) {
        equilibriumOfC(n1, n2, ratio, twoWays, oneWay, SECONDS);
    }
}
