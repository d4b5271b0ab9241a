package io.tributary.driver.pcap;

import java.io.IOException;

/** One of the two file formats, behind its magic number. */
interface CaptureFormat {
    /** Reads on to the next packet. @return false at the end, or when the rest cannot be read: {@link #problem()} tells which */
    boolean next(CaptureRecord record) throws IOException;

    /** Why reading stopped before the end of the file, or null. */
    String problem();
}
