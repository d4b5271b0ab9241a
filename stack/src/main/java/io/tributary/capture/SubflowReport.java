package io.tributary.capture;

/**
 * One TCP connection: a subflow, or a plain connection's only one.
 *
 * @param client           the client's end, whoever opened it
 * @param server           the server's end
 * @param joined           it came with MP_JOIN
 * @param openedByServer   the connection's server opened it
 * @param backup           MP_JOIN asked for it to be used as a backup
 * @param hmacValid        whether the HMACs that could be computed were right (false also for a join that was refused for its
 *                         token), null if there was nothing to verify
 * @param bytesClient      distinct payload bytes from the client
 * @param bytesServer      distinct payload bytes from the server
 * @param repeatedClient   payload bytes from the client that had been seen before
 * @param repeatedServer   payload bytes from the server that had been seen before
 * @param unmappedClient   bytes from the client that wait for a mapping, or for the rest of one with a checksum
 * @param unmappedServer   bytes from the server that do
 * @param state            {@code SYN_SENT}, {@code SYN_RECEIVED}, {@code ESTABLISHED}, {@code CLOSING}, {@code CLOSED} or {@code RESET}
 * @param startNs          first packet, since the first one of the capture
 * @param endNs            last packet
 */
public record SubflowReport(Endpoint client, Endpoint server, boolean joined, boolean openedByServer, boolean backup, Boolean hmacValid,
                            long bytesClient, long bytesServer, long repeatedClient, long repeatedServer,
                            long unmappedClient, long unmappedServer, String state, long startNs, long endNs) {
}
