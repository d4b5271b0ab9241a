package io.tributary.replay;

/**
 * Something the recorded host and our stack did differently and no RFC leaves open.
 *
 * @param connection     index of the connection in the capture
 * @param packet         number of the recorded packet; for something only our stack sent, of the recorded packet it came after
 * @param field          what differs
 * @param expected       as recorded; null: nothing
 * @param actual         as sent by our stack; null: nothing
 * @param expectedPacket the recorded packet as text; null if there is none
 * @param actualPacket   ours; null if there is none
 */
public record Difference(int connection, int packet, String field, String expected, String actual, String expectedPacket,
                         String actualPacket) {
}
