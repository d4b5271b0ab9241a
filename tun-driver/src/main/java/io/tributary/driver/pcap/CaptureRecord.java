package io.tributary.driver.pcap;

import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;

/** The packet read last. The buffer grows to the largest packet seen, never beyond {@link #MAX_LENGTH}. */
final class CaptureRecord {
    /** Longest packet that is believed, bytes: what libpcap writes at most for the link types we read. */
    static final int MAX_LENGTH = 262_144;

    long timeNs;
    int linkType;
    int length;
    int originalLength;
    byte[] bytes = new byte[2048];
    final UnsafeBuffer buffer = new UnsafeBuffer(bytes);

    void reserve(int size) {
        if (size > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.min(MAX_LENGTH, Integer.highestOneBit(size - 1) << 1));
            buffer.wrap(bytes);
        }
    }
}
