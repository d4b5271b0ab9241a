package io.tributary.convert.main.cli;

import io.tributary.wire.IpAddress;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Words of a command in the manner of {@code ip}: {@code ADDRESS}, {@code id 5}, flags, in any order. */
final class Words {
    private final CommandSpec spec;
    private final StringBuilder flags = new StringBuilder();
    private IpAddress address;
    private Integer id;
    private Integer port;
    private String device;

    private Words(CommandSpec spec) {
        this.spec = spec;
    }

    /**
     * @param names    words that take a value, of {@code id}, {@code port}, {@code dev}
     * @param flags    words that stand alone
     * @param addresses whether an address may be among them
     */
    static Words parse(CommandSpec spec, List<String> words, Set<String> names, Set<String> flags, boolean addresses) {
        Words w = new Words(spec);
        Iterator<String> it = words.iterator();
        while (it.hasNext()) {
            String word = it.next();
            if (names.contains(word)) {
                if (!it.hasNext()) {
                    throw w.wrong(word + " needs a value");
                }
                w.set(word, it.next());
            } else if (flags.contains(word)) {
                w.flags.append(w.flags.isEmpty() ? "" : ",").append(word);
            } else if (addresses && w.address == null) {
                w.address = w.address(word);
            } else {
                throw w.wrong("unknown word " + word);
            }
        }
        return w;
    }

    private void set(String name, String value) {
        switch (name) {
            case "id" -> id = number(name, value, 0, 255);
            case "port" -> port = number(name, value, 1, 65_535);
            default -> device = value;
        }
    }

    private int number(String name, String value, int least, int most) {
        if (!value.matches("\\d{1,9}") || Integer.parseInt(value) < least || Integer.parseInt(value) > most) {
            throw wrong(name + " is a number from " + least + " to " + most + ", not " + value);
        }
        return Integer.parseInt(value);
    }

    private IpAddress address(String word) {
        try {
            return IpAddress.parse(word);
        } catch (IllegalArgumentException e) {
            throw wrong("any valid address is expected rather than \"" + word + "\"");
        }
    }

    ParameterException wrong(String why) {
        return new ParameterException(spec.commandLine(), why);
    }

    /** Null if none was given. */
    IpAddress address() {
        return address;
    }

    /** Null if none was given. */
    Integer id() {
        return id;
    }

    /** Null if none was given. */
    Integer port() {
        return port;
    }

    /** Null if none was given. */
    String device() {
        return device;
    }

    /** Separated by commas. */
    String flags() {
        return flags.toString();
    }
}
