package io.tributary.convert.wire;

import io.tributary.Rfc;

/** Error codes and what they mean to people. */
@Rfc(value = 8803, section = "6.2.8")
public final class ErrorCode {
    public static final int UNSUPPORTED_VERSION = 0;
    public static final int MALFORMED_MESSAGE = 1;
    public static final int UNSUPPORTED_MESSAGE = 2;
    public static final int MISSING_COOKIE = 3;
    public static final int NOT_AUTHORIZED = 32;
    public static final int UNSUPPORTED_TCP_OPTION = 33;
    public static final int RESOURCE_EXCEEDED = 64;
    public static final int NETWORK_FAILURE = 65;
    public static final int CONNECTION_RESET = 96;
    public static final int DESTINATION_UNREACHABLE = 97;

    private ErrorCode() {
    }

    /** The RFC's name in lower case; unknown codes by their class. */
    public static String describe(int code) {
        return switch (code) {
            case UNSUPPORTED_VERSION -> "unsupported version";
            case MALFORMED_MESSAGE -> "malformed message";
            case UNSUPPORTED_MESSAGE -> "unsupported message";
            case MISSING_COOKIE -> "missing cookie";
            case NOT_AUTHORIZED -> "not authorized";
            case UNSUPPORTED_TCP_OPTION -> "unsupported TCP option";
            case RESOURCE_EXCEEDED -> "resource exceeded";
            case NETWORK_FAILURE -> "network failure";
            case CONNECTION_RESET -> "connection reset by the server";
            case DESTINATION_UNREACHABLE -> "destination unreachable";
            default -> (code < 32 ? "message validation" : code < 64 ? "client side" : code < 96 ? "converter side"
                : code < 128 ? "server side" : "private") + " error " + code;
        };
    }
}
