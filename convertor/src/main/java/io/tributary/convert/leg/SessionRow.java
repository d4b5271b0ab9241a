package io.tributary.convert.leg;

import io.tributary.connection.Connection;

/**
 * A session as {@code conn show} lists it.
 *
 * @param state      request, opening, relaying or replying
 * @param upstream   null while the client's SYN is held
 * @param downstream null if there is none
 * @param bytesUp    user bytes received from the client
 * @param bytesDown  user bytes received from the server
 */
public record SessionRow(long id, String convertor, String state, Connection upstream, Connection downstream, long bytesUp,
                         long bytesDown, long ageMs) {
}
