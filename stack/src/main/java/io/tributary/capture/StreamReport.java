package io.tributary.capture;

/**
 * One direction of a connection as the application got it, as far as the capture has it without a gap.
 *
 * @param bytes    from the first byte to the first gap; data on the SYN included
 * @param sha256   of these bytes, 64 hexadecimal digits
 * @param synData  how many of them travelled on the SYN
 * @param missing  bytes in gaps: behind them others were seen
 * @param outside  bytes that were farther ahead than any window allows, which no receiver takes
 * @param complete the first byte and the end were seen, and nothing is missing
 */
public record StreamReport(long bytes, String sha256, long synData, long missing, long outside, boolean complete) {
}
