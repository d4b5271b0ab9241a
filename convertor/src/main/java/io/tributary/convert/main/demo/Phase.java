package io.tributary.convert.main.demo;

/**
 * One transfer of the demonstration, the same number of bytes in each direction at the same time.
 *
 * @param key      its name in JSON
 * @param title    its name for people
 * @param allPaths the client may use more than path 1
 * @param bytes    in each direction
 * @param cutPath  number of the path to cut in mid-transfer; 0: none
 * @param stripped a middlebox takes every MPTCP option out of the client's packets
 */
record Phase(String key, String title, boolean allPaths, long bytes, int cutPath, boolean stripped) {
    /** Whether both paths have to carry their part. */
    boolean needsAllPaths() {
        return allPaths && cutPath == 0 && !stripped;
    }
}
