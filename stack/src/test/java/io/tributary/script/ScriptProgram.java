package io.tributary.script;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Runs scripts from the command line while they are being written, without the rest of the program. */
public final class ScriptProgram {
    private ScriptProgram() {
    }

    public static void main(String[] args) throws IOException {
        for (String name : args) {
            Verdict v = Scripts.run(Files.readString(Path.of(name)), RunSettings.DEFAULT);
            System.out.println(v.line(name));
            v.details().forEach(d -> System.out.println("    " + d));
            v.warnings().forEach(d -> System.out.println("    warning: " + d));
            v.notes().forEach(d -> System.out.println("    note: " + d));
        }
    }
}
