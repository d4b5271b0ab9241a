package io.tributary.bench.micro;

import io.tributary.wire.option.OptionPlan;
import io.tributary.wire.option.TcpOptions;
import org.openjdk.jmh.annotations.Benchmark;

/** The walk over the options of a received segment. */
public class OptionBenchmark extends MicroBenchmark {
    private final TcpOptions options = new TcpOptions();
    private final OptionPlan data = SampleOptions.data();
    private final OptionPlan syn = SampleOptions.syn();

    @Benchmark
    public int parseData() {
        return options.parse(data.buffer(), 0, data.paddedLength()).mptcpCount();
    }

    @Benchmark
    public int parseSyn() {
        return options.parse(syn.buffer(), 0, syn.paddedLength()).mptcpCount();
    }
}
