package io.tributary.capture;

import java.util.List;

/**
 * One connection of a capture.
 *
 * @param id            from 1, among those of its kind
 * @param multipath     MPTCP was at least tried; else the fields about MPTCP mean nothing
 * @param version       of MPTCP, 0 if no MP_CAPABLE told
 * @param client        who opened it
 * @param server        who answered
 * @param tokenClient   8 hexadecimal digits, null if unknown
 * @param tokenServer   8 hexadecimal digits, null if unknown
 * @param idsnClient    16 hexadecimal digits, null if unknown
 * @param idsnServer    16 hexadecimal digits, null if unknown
 * @param checksum      DSS checksums are in use
 * @param fallback      why it is TCP after all, null if it is not
 * @param state         how far it got: {@code ESTABLISHED}, {@code CLOSING}, {@code CLOSED}, {@code FASTCLOSED},
 *                      {@code SUBFLOWS_GONE}, or of TCP what {@link SubflowReport#state()} knows
 * @param subflows      in the order of their first packets; one for plain TCP
 * @param clientStream  what the client sent
 * @param serverStream  what the server sent
 * @param checks        what could be recomputed
 * @param events        in the order of their packets
 * @param eventsOmitted events beyond the limit
 */
public record ConnectionReport(int id, boolean multipath, int version, Endpoint client, Endpoint server,
                               String tokenClient, String tokenServer, String idsnClient, String idsnServer,
                               boolean checksum, String fallback, String state, List<SubflowReport> subflows,
                               StreamReport clientStream, StreamReport serverStream, Checks checks,
                               List<CaptureEvent> events, long eventsOmitted) {
    /**
     * What could be recomputed, and how it compared.
     *
     * @param keys      keys echoed on the third packet, or given with MP_FASTCLOSE
     * @param tokens    tokens of MP_JOINs that name this connection
     * @param idsns     initial data sequence numbers, one per direction
     * @param hmacs     HMACs of MP_JOINs
     * @param addresses HMACs of ADD_ADDRs
     * @param checksums DSS checksums, one per mapping
     */
    public record Checks(Verification keys, Verification tokens, Verification idsns, Verification hmacs, Verification addresses,
                         Verification checksums) {
    }
}
