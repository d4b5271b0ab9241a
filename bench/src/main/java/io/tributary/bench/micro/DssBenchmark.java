package io.tributary.bench.micro;

import io.tributary.wire.option.DssOption;
import io.tributary.wire.option.OptionPlan;
import org.openjdk.jmh.annotations.Benchmark;

/** The option of every data segment. */
public class DssBenchmark extends MicroBenchmark {
    private final OptionPlan plan = new OptionPlan();
    private final OptionPlan received = new OptionPlan();
    private final DssOption option = new DssOption();

    public DssBenchmark() {
        SampleOptions.putDss(received);
    }

    @Benchmark
    public boolean encode() {
        return SampleOptions.putDss(plan.reset());
    }

    @Benchmark
    public long parse() {
        option.wrap(received.buffer(), 0, received.length());
        if (!option.isWellFormed()) {
            throw new IllegalStateException("the option is not well-formed");
        }
        return option.dataAck() + option.dsn() + option.ssn() + option.dataLevelLength();
    }
}
