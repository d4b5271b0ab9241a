package io.tributary.convert.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.tcp.TcpConfig;
import io.tributary.tcp.congestion.CongestionAlgorithm;
import io.tributary.tcp.congestion.CongestionAlgorithms;
import io.tributary.tcp.congestion.CongestionSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Is our loss recovery as good as the kernel's? With {@code -Dtributary.soak=true} over every combination of loss and round trip,
 * otherwise for one.
 */
@DisplayName("recovery compared with the kernel's over the same lossy link")
class RecoveryRaceTest {
    private static final boolean SOAK = Boolean.getBoolean("tributary.soak");
    private static final int SEEDS = Integer.getInteger("tributary.seeds", SOAK ? 7 : 3);
    private static final int AT_A_TIME = 12;
    /** What a test that is no soak allows: few seeds, and a machine that does other things. */
    private static final double ROUGHLY = 1.5;
    private static final double MUST = 1.1;

    @BeforeAll
    static void lab() {
        Needs.namespaces();
    }

    private record Result(RecoveryRace race, double kernelMs, double ourMs) {
        double ratio() {
            return ourMs / kernelMs;
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%-6s %5.1f %% %5d ms %9.0f %9.0f %6.2f", race.congestion(), race.loss() * 100, race.roundTripMs(),
                kernelMs, ourMs, ratio());
        }
    }

    private static TcpConfig config(String congestion) {
        CongestionAlgorithm algorithm = congestion.equals("cubic") ? CongestionAlgorithms.CUBIC : CongestionAlgorithms.NEWRENO;
        return TcpConfig.DEFAULT.with(CongestionSettings.DEFAULT.withAlgorithm(algorithm));
    }

    @Test
    @DisplayName("our transfer takes at most 1.1 times as long as the kernel's, in the median")
    void asFastAsTheKernel() {
        List<RecoveryRace> races = new ArrayList<>();
        for (String congestion : new String[] {"reno", "cubic"}) {
            for (int roundTrip : SOAK ? new int[] {10, 50, 200} : new int[] {50}) {
                for (double loss : SOAK ? new double[] {0.001, 0.01, 0.03} : new double[] {0.01}) {
                    races.add(new RecoveryRace(loss, roundTrip, congestion, 2_000_000));
                }
            }
        }
        ExecutorService pool = Executors.newFixedThreadPool(AT_A_TIME);
        List<CompletableFuture<List<Double>>> runs = new ArrayList<>();
        for (RecoveryRace race : races) {
            for (TcpConfig config : new TcpConfig[] {null, config(race.congestion())}) {
                List<CompletableFuture<Double>> times = new ArrayList<>();
                for (int seed = 1; seed <= SEEDS; seed++) {
                    int s = seed;
                    times.add(CompletableFuture.supplyAsync(() -> race.run(s, config), pool));
                }
                runs.add(CompletableFuture.allOf(times.toArray(CompletableFuture[]::new))
                    .thenApply(done -> times.stream().map(CompletableFuture::join).sorted().toList()));
            }
        }
        List<Result> results = new ArrayList<>();
        for (int i = 0; i < races.size(); i++) {
            results.add(new Result(races.get(i), median(runs.get(2 * i).join()), median(runs.get(2 * i + 1).join())));
        }
        pool.shutdown();
        System.out.println("        loss  round trip  kernel ms   our ms  ratio");
        results.forEach(System.out::println);
        double median = median(results.stream().map(Result::ratio).sorted().toList());
        System.out.printf(Locale.ROOT, "median of the ratios: %.2f%n", median);
        assertThat(median).as("our time by the kernel's, median of %s", results).isLessThanOrEqualTo(SOAK ? MUST : ROUGHLY);
    }

    private static double median(List<Double> sorted) {
        int n = sorted.size();
        return n % 2 == 1 ? sorted.get(n / 2) : (sorted.get(n / 2 - 1) + sorted.get(n / 2)) / 2;
    }
}
