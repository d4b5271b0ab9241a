package io.tributary.ip;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;

/**
 * Coverage-guided fuzzing of every codec; an ordinary run tries the seeds. To fuzz: {@code JAZZER_FUZZ=1} and one method.
 */
class CodecFuzzTest {
    private final CodecExercise exercise = new CodecExercise();

    static List<byte[]> options() {
        return CodecSeeds.options();
    }

    static List<byte[]> packets() {
        return CodecSeeds.packets();
    }

    @MethodSource("options")
    @FuzzTest(maxDuration = "60s")
    void tcpOptions(byte[] bytes) {
        exercise.options(bytes);
    }

    @MethodSource("options")
    @FuzzTest(maxDuration = "60s")
    void mptcpOption(byte[] bytes) {
        if (bytes.length >= 3 && bytes.length <= 40) {
            byte[] option = bytes.clone();
            option[0] = 30;
            option[1] = (byte) option.length;
            exercise.mptcpOption(option);
        }
    }

    @MethodSource("packets")
    @FuzzTest(maxDuration = "60s")
    void tcpHeader(byte[] bytes) {
        exercise.tcpHeader(bytes);
    }

    @MethodSource("packets")
    @FuzzTest(maxDuration = "60s")
    void packet(byte[] bytes) {
        exercise.packet(bytes);
        exercise.packet(CodecExercise.repaired(bytes.clone()));
    }
}
