package io.tributary.convert.session;

import io.tributary.Rfc;
import io.tributary.convert.wire.ErrorCode;
import io.tributary.convert.wire.ErrorTlv;

/** What a client learnt from the first octets of the converter's stream. */
public sealed interface ClientOutcome {
    /** The reply is not complete. */
    record NeedMore() implements ClientOutcome {
    }

    /**
     * The converter does what was asked.
     *
     * @param userDataAt     index behind the reply in the octets just given: user data starts here
     * @param serverOptions  options of the server's SYN/ACK; empty for a request without Connect
     * @param serverMultipath the server speaks MPTCP: the next connection may do without the converter
     * @param supportedKinds option kinds a Connect may ask for; empty if that was not asked
     */
    record Accepted(int userDataAt, byte[] serverOptions, boolean serverMultipath, byte[] supportedKinds)
        implements ClientOutcome {
    }

    /** The converter said no: the client is to reset the connection. */
    @Rfc(value = 8803, section = "6.2.8")
    record Refused(ErrorTlv error) implements ClientOutcome {
        private static final int DEFAULT_DELAY_S = 30;

        /** Seconds to leave the converter alone; 0 if the error says nothing about that. */
        public int retryAfterSeconds() {
            boolean aboutConverter = error.code() == ErrorCode.RESOURCE_EXCEEDED || error.code() == ErrorCode.NETWORK_FAILURE;
            return !aboutConverter ? 0 : error.firstValue() == 0 ? DEFAULT_DELAY_S : error.firstValue();
        }

        /** For people. */
        public String cause() {
            return ErrorCode.describe(error.code())
                + (error.code() == ErrorCode.DESTINATION_UNREACHABLE ? ", ICMP code " + error.firstValue() : "");
        }
    }

    /** No valid reply, so something on the path interferes: reset, and do without this converter. */
    @Rfc(value = 8803, section = "8")
    record Interference(String cause) implements ClientOutcome {
    }
}
