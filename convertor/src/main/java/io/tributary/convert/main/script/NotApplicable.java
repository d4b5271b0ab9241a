package io.tributary.convert.main.script;

import io.tributary.convert.main.ExitCode;
import io.tributary.convert.main.FailureException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Scripts that somebody has looked at and found to be about another system: the end of a path, white space, the reason. */
final class NotApplicable {
    private final Map<Path, String> reasons = new LinkedHashMap<>();

    /** @param file null: an empty list */
    static NotApplicable read(Path file) throws FailureException {
        NotApplicable list = new NotApplicable();
        if (file == null) {
            return list;
        }
        try {
            for (String line : Files.readAllLines(file)) {
                String[] words = line.strip().split("\\s+", 2);
                if (words[0].isEmpty() || words[0].startsWith("#")) {
                    continue;
                }
                if (words.length < 2) {
                    throw new FailureException(ExitCode.FAILED, file + ": no reason for " + words[0], "write one behind the name");
                }
                list.reasons.put(Path.of(words[0]), words[1]);
            }
        } catch (IOException e) {
            throw new FailureException(ExitCode.FAILED, file + " cannot be read", "name a text file");
        }
        return list;
    }

    /** Null if the script is to be run. */
    String reason(Path script) {
        for (Map.Entry<Path, String> e : reasons.entrySet()) {
            if (script.endsWith(e.getKey())) {
                return e.getValue();
            }
        }
        return null;
    }
}
