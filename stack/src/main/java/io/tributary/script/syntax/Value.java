package io.tributary.script.syntax;

import java.util.List;
import java.util.Map;

/** An argument of a call. */
public sealed interface Value {
    record Number(long value) implements Value {
        @Override
        public String toString() {
            return Long.toString(value);
        }
    }

    /** Names joined by '|'. */
    record Symbols(List<String> names) implements Value {
        @Override
        public String toString() {
            return String.join("|", names);
        }
    }

    record Text(String text) implements Value {
        @Override
        public String toString() {
            return '"' + Printable.of(text) + '"';
        }
    }

    /** Three dots: the default, or not of interest. */
    record Dots() implements Value {
        @Override
        public String toString() {
            return "...";
        }
    }

    record Items(List<Value> items) implements Value {
        @Override
        public String toString() {
            return items.toString();
        }
    }

    /** A structure; fields without a name are numbered from "0". */
    record Fields(Map<String, Value> fields) implements Value {
        @Override
        public String toString() {
            return fields.toString();
        }
    }

    /** A function of a structure's text such as inet_addr("192.0.2.1"). */
    record Made(String function, List<Value> arguments) implements Value {
        @Override
        public String toString() {
            return function + arguments;
        }
    }
}
