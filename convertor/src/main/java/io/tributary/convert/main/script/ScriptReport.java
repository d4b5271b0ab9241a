package io.tributary.convert.main.script;

import io.tributary.capture.JsonWriter;
import io.tributary.script.Verdict;
import java.io.PrintWriter;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** A line for each script as soon as it is through, what differed below it, and the counts at the end. */
final class ScriptReport {
    private final PrintWriter out;
    private final PrintWriter notes;
    private final JsonWriter json;
    private final Map<Verdict.Kind, Integer> counts = new EnumMap<>(Verdict.Kind.class);

    /** @param notes where ignored things are told; null: nowhere */
    ScriptReport(boolean json, PrintWriter out, PrintWriter notes) {
        this.out = out;
        this.notes = notes;
        this.json = json ? new JsonWriter().beginObject().name("scripts").beginArray() : null;
        for (Verdict.Kind k : Verdict.Kind.values()) {
            counts.put(k, 0);
        }
    }

    void add(String file, Verdict v) {
        counts.merge(v.kind(), 1, Integer::sum);
        if (json != null) {
            json.beginObject().name("file").value(file).name("verdict").value(v.kind().word());
            if (!v.passed()) {
                json.name("line").value(v.line()).name("reason").value(v.reason());
            }
            list("details", v.details());
            list("warnings", v.warnings());
            list("notes", v.notes());
            json.endObject();
            return;
        }
        out.println(v.line(file));
        v.details().forEach(d -> out.println("    " + d));
        v.warnings().forEach(w -> out.println("    warning: " + w));
        out.flush();
        if (notes != null) {
            v.notes().forEach(n -> notes.println(file + ": " + n));
            notes.flush();
        }
    }

    private void list(String name, List<String> texts) {
        if (!texts.isEmpty()) {
            json.name(name).beginArray();
            texts.forEach(json::value);
            json.endArray();
        }
    }

    void finish() {
        if (json != null) {
            json.endArray();
            counts.forEach((k, n) -> json.name(k.word().toLowerCase(java.util.Locale.ROOT)).value(n));
            out.println(json.endObject());
        } else {
            out.println(count(Verdict.Kind.PASS) + " passed, " + count(Verdict.Kind.FAIL) + " failed, " + count(Verdict.Kind.UNSUPPORTED)
                + " unsupported, " + count(Verdict.Kind.NOT_APPLICABLE) + " not applicable");
        }
        out.flush();
    }

    private int count(Verdict.Kind k) {
        return counts.get(k);
    }

    /** Something was run, and all of it passed. */
    boolean isGood() {
        int all = counts.values().stream().mapToInt(Integer::intValue).sum();
        return all > 0 && count(Verdict.Kind.PASS) == all;
    }
}
