package io.tributary.script.call;

import io.tributary.tcp.CloseReason;

/** What a socket says about the end of its connection. */
final class CloseErrors {
    private CloseErrors() {
    }

    /** Name of the error, or null after an end in order. {@code icmp}: type and code of the ICMP error behind it, or -1. */
    static String errno(CloseReason reason, int icmp, boolean v4) {
        return switch (reason) {
            case NORMAL -> null;
            case REFUSED -> "ECONNREFUSED";
            case RESET -> "ECONNRESET";
            case TIMED_OUT -> "ETIMEDOUT";
            case UNREACHABLE -> unreachable(icmp, v4);
            case ABORTED, PROTOCOL_ERROR -> "ECONNABORTED";
            case NO_RESOURCES -> "ENOBUFS";
        };
    }

    static String unreachable(int icmp, boolean v4) {
        int code = icmp & 0xff;
        if (v4) {
            return switch (code) {
                case 0, 6, 9, 11 -> "ENETUNREACH";
                case 2 -> "ENOPROTOOPT";
                case 3 -> "ECONNREFUSED";
                default -> "EHOSTUNREACH";
            };
        }
        return switch (code) {
            case 0 -> "ENETUNREACH";
            case 1 -> "EACCES";
            case 4 -> "ECONNREFUSED";
            default -> "EHOSTUNREACH";
        };
    }
}
