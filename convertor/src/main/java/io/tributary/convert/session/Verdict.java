package io.tributary.convert.session;

import io.tributary.convert.wire.ErrorTlv;
import io.tributary.wire.IpAddress;

/** What a converter does with the first octets of a client's stream. */
public sealed interface Verdict {
    /** The request is not complete. {@code headerSeen}: it certainly is one. */
    record NeedMore(boolean headerSeen) implements Verdict {
    }

    /** This is not Convert: silence. */
    record NotConvert() implements Verdict {
    }

    /** Total Length 0: reset. */
    record Reset() implements Verdict {
    }

    /** Accept, say why not, end the stream. */
    record Refuse(ErrorTlv error) implements Verdict {
    }

    /** Nothing to relay: accept, reply, end the stream. */
    record Answer(byte[] reply) implements Verdict {
    }

    /**
     * Open a connection to the server.
     *
     * @param port             1 to 65535
     * @param multipathRequest the client asks for MPTCP towards the server
     */
    record Connect(IpAddress address, int port, boolean multipathRequest) implements Verdict {
    }
}
