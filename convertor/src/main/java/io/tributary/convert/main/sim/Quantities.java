package io.tributary.convert.main.sim;

import io.tributary.convert.main.toml.Node;
import io.tributary.convert.main.toml.ValueType;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Rates, times, sizes and shares as people write them. */
final class Quantities {
    private static final Pattern FORM = Pattern.compile("(\\d{1,12}(?:\\.\\d{1,9})?)\\s*([A-Za-z%]+(?:/s)?)");
    private static final Map<String, Long> RATES = Map.of("bit", 1L, "kbit", 1_000L, "Mbit", 1_000_000L, "Gbit", 1_000_000_000L);
    private static final Map<String, Long> SIZES = Map.of("B", 1L, "kB", 1_000L, "KB", 1_000L, "MB", 1_000_000L, "GB", 1_000_000_000L,
        "KiB", 1L << 10, "MiB", 1L << 20, "GiB", 1L << 30);
    private static final Map<String, Long> TIMES = Map.of("ns", 1L, "us", 1_000L, "ms", 1_000_000L, "s", 1_000_000_000L,
        "m", 60_000_000_000L, "h", 3_600_000_000_000L);
    private static final Pattern PACKETS = Pattern.compile("(\\d{1,9}) packets?");

    /** Room in a queue: bytes or packets, the other without limit. */
    record QueueLimit(long bytes, int packets) {
    }

    private Quantities() {
    }

    /** Bits per second. */
    static ValueType rate() {
        return ValueType.parsed("a rate in quotes, as \"20Mbit\" or \"1.5Gbit\"", t -> amount(t.replace("/s", ""), RATES, "bit, kbit, Mbit or Gbit"));
    }

    /** Bytes. */
    static ValueType size(long least, long most) {
        return ValueType.parsed("a size in quotes, as \"100MB\" or \"64KiB\", from " + least + " to " + most + " bytes", t -> {
            long v = amount(t, SIZES, "B, KB, MB, GB, KiB, MiB or GiB");
            return within(v, least, most);
        });
    }

    /** Nanoseconds. */
    static ValueType time(long mostNs) {
        return orZero(ValueType.parsed("a time in quotes, as \"20ms\", \"500us\" or \"1.5s\"", t -> within(amount(t, TIMES, "ns, us, ms, s, m or h"), 0, mostNs)));
    }

    private static ValueType orZero(ValueType type) {
        return (node, key, problems) -> node instanceof Node.Leaf l && Long.valueOf(0).equals(l.value())
            ? Optional.of(0L) : type.read(node, key, problems);
    }

    /** 0 to 1 as a double: a number, or a percentage in quotes. */
    static ValueType share() {
        ValueType percent = ValueType.parsed("a share from 0 to 1, or a percentage in quotes as \"1.5%\"", t -> {
            Matcher m = FORM.matcher(t);
            if (!m.matches() || !"%".equals(m.group(2))) {
                throw new IllegalArgumentException("no percentage");
            }
            double share = Double.parseDouble(m.group(1)) / 100;
            if (share > 1) {
                throw new IllegalArgumentException("above 100%");
            }
            return share;
        });
        return (node, key, problems) -> {
            if (node instanceof Node.Leaf l && l.value() instanceof Number n && n.doubleValue() >= 0 && n.doubleValue() <= 1) {
                return Optional.of(n.doubleValue());
            }
            return percent.read(node, key, problems);
        };
    }

    /** A {@link QueueLimit}. */
    static ValueType queueLimit() {
        return ValueType.parsed("a size or a number of packets in quotes, as \"64KB\" or \"100 packets\"", t -> {
            Matcher m = PACKETS.matcher(t);
            return m.matches() ? new QueueLimit(Long.MAX_VALUE, Integer.parseInt(m.group(1)))
                : new QueueLimit(amount(t, SIZES, "packets, B, KB, MB, KiB or MiB"), Integer.MAX_VALUE);
        });
    }

    private static long amount(String text, Map<String, Long> units, String names) {
        Matcher m = FORM.matcher(text);
        if (!m.matches() || !units.containsKey(m.group(2))) {
            throw new IllegalArgumentException("needs a number and a unit: " + names);
        }
        return new BigDecimal(m.group(1)).multiply(BigDecimal.valueOf(units.get(m.group(2)))).longValue();
    }

    private static long within(long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException("out of range");
        }
        return value;
    }
}
