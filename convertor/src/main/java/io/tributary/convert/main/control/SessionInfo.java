package io.tributary.convert.main.control;

import io.tributary.connection.ConnectionInfo;

/**
 * A snapshot of one relayed connection for {@code conn show}.
 *
 * @param upstream   leg towards the client
 * @param downstream leg towards the server; null while there is none
 * @param bytesUp    from client to server
 * @param bytesDown  from server to client
 */
public record SessionInfo(long id, String convertor, String state, Leg upstream, Leg downstream, long bytesUp, long bytesDown,
                          long ageMs) {
    /** @param mode explicit or direct */
    public record Leg(String mode, ConnectionInfo connection) {
    }
}
