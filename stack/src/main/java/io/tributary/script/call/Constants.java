package io.tributary.script.call;

import java.util.Map;

/** Names that stand for numbers in calls. */
final class Constants {
    private static final Map<String, Long> VALUES = Map.ofEntries(
        Map.entry("NULL", 0L), Map.entry("TCP_ESTABLISHED", 1L), Map.entry("O_NONBLOCK", 0x800L), Map.entry("O_RDWR", 2L),
        Map.entry("POLLIN", 1L), Map.entry("POLLPRI", 2L), Map.entry("POLLOUT", 4L), Map.entry("POLLERR", 8L),
        Map.entry("POLLHUP", 16L), Map.entry("POLLNVAL", 32L), Map.entry("POLLRDNORM", 0x40L), Map.entry("POLLWRNORM", 0x100L),
        Map.entry("POLLRDHUP", 0x2000L), Map.entry("ECONNRESET", 104L), Map.entry("ECONNREFUSED", 111L), Map.entry("ETIMEDOUT", 110L),
        Map.entry("EPIPE", 32L), Map.entry("ENETUNREACH", 101L), Map.entry("EHOSTUNREACH", 113L), Map.entry("ECONNABORTED", 103L),
        Map.entry("ENOPROTOOPT", 92L), Map.entry("EACCES", 13L), Map.entry("ENOBUFS", 105L), Map.entry("EPROTO", 71L));

    private Constants() {
    }

    /** Null if the name is not known. */
    static Long value(String name) {
        try {
            return VALUES.containsKey(name) ? VALUES.get(name) : Long.valueOf(name);
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
