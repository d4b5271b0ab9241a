package io.tributary.bench.relay;

import java.util.Arrays;
import java.util.List;

/**
 * What {@link RelayBench} shall do.
 *
 * @param tasks    at least one
 * @param rounds   samples of each number, at least one
 * @param seconds  that bulk data flows in one sample
 * @param profile  in the end, see where our convertor spends its time
 * @param jvmFlags for our convertor's virtual machine
 */
public record RelaySettings(List<String> tasks, int rounds, int seconds, boolean profile, List<String> jvmFlags) {
    List<Task> chosen() {
        return Arrays.stream(Task.values()).filter(t -> tasks.contains(t.title())).toList();
    }

    /** All that can be chosen, by name. */
    public static List<String> allTasks() {
        return Arrays.stream(Task.values()).map(Task::title).toList();
    }
}
