package io.tributary.convert.main.demo.peer;

import io.tributary.convert.wire.ConvertHeader;
import io.tributary.convert.wire.ConvertMessage;
import io.tributary.convert.wire.ErrorTlv;
import io.tributary.convert.wire.ExtendedTcpHeaderTlv;
import io.tributary.convert.wire.Parsed;
import java.util.HexFormat;
import java.util.Optional;

/** Takes the convertor's message off the front of the received stream. */
final class ReplyReader {
    private final byte[] head = new byte[ConvertHeader.MAX_OCTETS];
    private int length;
    private ConvertMessage message;
    private int messageLength;

    boolean isComplete() {
        return message != null;
    }

    /**
     * @return how many of the bytes belong to the message; the rest is user data
     * @throws IllegalArgumentException if the stream does not start with a message that a client may accept
     */
    int accept(byte[] received, int at, int count) {
        int before = length;
        int taken = Math.min(count, head.length - length);
        System.arraycopy(received, at, head, length, taken);
        length += taken;
        Parsed parsed = ConvertMessage.parse(head, 0, length);
        if (parsed instanceof Parsed.Complete complete) {
            message = complete.message();
            messageLength = complete.length();
            return messageLength - before;
        }
        if (parsed instanceof Parsed.Incomplete) {
            return count;
        }
        throw new IllegalArgumentException("no Convert message at the start of the stream: "
                + HexFormat.of().formatHex(head, 0, Math.min(length, 32)));
    }

    Optional<ErrorTlv> error() {
        return message == null ? Optional.empty() : message.find(ErrorTlv.class);
    }

    /** Adds what the convertor has said. */
    void describe(Report report) {
        if (message == null) {
            return;
        }
        report.put("reply", HexFormat.of().formatHex(head, 0, messageLength));
        error().ifPresent(e -> report.put("error", e.code()).put("errorValue", e.firstValue()));
        message.find(ExtendedTcpHeaderTlv.class).ifPresent(t -> report.put("serverMultipath", t.showsMultipath()));
    }
}
