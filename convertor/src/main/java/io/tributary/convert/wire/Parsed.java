package io.tributary.convert.wire;

/** What the first octets of a stream turned out to be. */
public sealed interface Parsed {
    /** A well-formed message of {@code length} octets; what follows is user data. */
    record Complete(ConvertMessage message, int length) implements Parsed {
    }

    /** The beginning of a message. {@code headerSeen}: its first four octets are there and right. */
    record Incomplete(boolean headerSeen) implements Parsed {
    }

    /** No Convert message at all. */
    record NotConvert() implements Parsed {
    }

    /** Total Length 0: the connection is to be reset, whoever sent it. */
    record ZeroLength() implements Parsed {
    }

    /** A message that breaks the rules; a converter answers {@code answer}, a client resets. */
    record Broken(ErrorTlv answer) implements Parsed {
    }
}
