package io.tributary.bench.micro;

import io.tributary.wire.option.DssOption;
import io.tributary.wire.option.MpCapableOption;
import io.tributary.wire.option.OptionPlan;
import io.tributary.wire.option.TcpOptionWriter;

/** The options of typical segments. */
final class SampleOptions {
    /** What a data segment of ours carries: a 64-bit DSN and a 32-bit Data ACK. */
    static final int DATA_FLAGS = DssOption.ACK | DssOption.MAPPING | DssOption.DSN_64;

    private SampleOptions() {
    }

    /** Timestamps and a DSS with mapping and Data ACK. */
    static OptionPlan data() {
        OptionPlan plan = new OptionPlan();
        plan.nops(2);
        TcpOptionWriter.timestamps(plan, 0x1234_5678, 0x2345_6789);
        putDss(plan);
        return plan;
    }

    static boolean putDss(OptionPlan plan) {
        return DssOption.encode(plan, DATA_FLAGS, 0x3456_789aL, 0x4567_89ab_cdef_0123L, 0x10_0000, 57_920, DssOption.NO_CHECKSUM);
    }

    /** Maximum segment size, SACK permitted, timestamps, window scale and MP_CAPABLE. */
    static OptionPlan syn() {
        OptionPlan plan = new OptionPlan();
        TcpOptionWriter.mss(plan, 1460);
        TcpOptionWriter.sackPermitted(plan);
        TcpOptionWriter.timestamps(plan, 0x1234_5678, 0);
        plan.nops(1);
        TcpOptionWriter.windowScale(plan, 7);
        MpCapableOption.encodeSyn(plan, MpCapableOption.HMAC_SHA256);
        return plan;
    }
}
