package io.tributary.convert.main.demo;

import io.tributary.convert.main.demo.peer.Report;
import java.util.concurrent.Future;

/** The client of the demonstration. */
interface DemoClient {
    /** For people: who speaks MPTCP here. */
    String description();

    /**
     * Starts a transfer that ends by itself, at the latest when it has made no progress for a while.
     *
     * @param allPaths false: path 1 only
     * @param seed     names the transfer in the server's reports
     * @param bytes    in each direction
     */
    Future<Report> start(boolean allPaths, long seed, long bytes);
}
