package io.tributary.bench.relay;

import io.tributary.bench.relay.Task.Metric;
import io.tributary.bench.result.Baseline;
import io.tributary.bench.result.Result;
import io.tributary.bench.result.Samples;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns the series of all arrangements into results: ours against the proxy under the metric's own name, each of the two against
 * the direct path, and what each adds to the direct path's latency.
 */
final class Comparison {
    private final Series series;
    /** Null if there was none. */
    private final String proxy;

    Comparison(Series series, String proxy) {
        this.series = series;
        this.proxy = proxy;
    }

    List<Result> results(Task task) {
        List<Result> results = new ArrayList<>();
        for (Metric metric : task.metrics()) {
            Samples ours = series.of(metric, ConvertorArrangement.NAME);
            Samples theirs = proxy == null ? new Samples() : series.of(metric, proxy);
            Samples direct = series.of(metric, DirectArrangement.NAME);
            add(results, metric, metric.name(), ours, proxyTitle(), theirs);
            if (task == Task.LATENCY) {
                add(results, metric, metric.name() + ".added", ours.minus(direct), proxyTitle(), theirs.minus(direct));
            }
            add(results, metric, metric.name() + ".of-direct", ours, DirectArrangement.NAME, direct);
            add(results, metric, metric.name() + "." + proxy, theirs, DirectArrangement.NAME, direct);
        }
        return results;
    }

    private String proxyTitle() {
        return proxy + " under mptcpize";
    }

    private static void add(List<Result> results, Metric metric, String name, Samples samples, String baseline, Samples compared) {
        if (!samples.isEmpty() && !compared.isEmpty()) {
            results.add(new Result(name, metric.unit(), metric.better(), samples, new Baseline(baseline, compared)));
        }
    }
}
