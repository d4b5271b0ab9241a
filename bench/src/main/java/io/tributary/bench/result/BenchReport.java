package io.tributary.bench.result;

import io.tributary.convert.main.control.JsonWriter;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;

/** All results of one run, as scripts read them. */
public final class BenchReport {
    private static final MathContext DIGITS = new MathContext(5);

    private final String machine;
    private final String java;
    private final List<Result> results = new ArrayList<>();

    /** @param machine processor, number of cores, kernel
     *  @param java    version of the virtual machine that ran the measured program */
    public BenchReport(String machine, String java) {
        this.machine = machine;
        this.java = java;
    }

    public void add(Result result) {
        results.add(result);
    }

    public List<Result> results() {
        return List.copyOf(results);
    }

    public String machine() {
        return machine;
    }

    public String java() {
        return java;
    }

    /** {@code {"machine","java","results":[…]}} on one line. */
    public String json() {
        JsonWriter json = new JsonWriter().object().field("machine", machine).field("java", java).key("results").array();
        for (Result r : results) {
            json.object().field("name", r.name()).field("unit", r.unit()).field("better", r.better().word());
            number(json.key("value"), r.value());
            json.key("samples").array();
            for (double v : r.samples().values()) {
                number(json, v);
            }
            json.end();
            baseline(json.key("baseline"), r.baseline());
            number(json.key("ratio"), r.ratio());
            json.end();
        }
        return json.end().end().toString();
    }

    private static void baseline(JsonWriter json, Baseline b) {
        if (b == null) {
            json.value((String) null);
            return;
        }
        json.object().field("name", b.name());
        number(json.key("value"), b.value());
        json.end();
    }

    /** Five digits are more than any of these numbers deserves; JSON has no word for NaN but null. */
    private static void number(JsonWriter json, double v) {
        if (Double.isFinite(v)) {
            json.value(new BigDecimal(v).round(DIGITS).stripTrailingZeros());
        } else {
            json.value((String) null);
        }
    }
}
