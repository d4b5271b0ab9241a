package io.tributary.capture;

import java.util.ArrayList;
import java.util.List;

/** A connection as it is put together from packets: plain TCP, or MPTCP with its subflows. Side 0 is the client. */
final class CapturedConnection {
    /** Its place among all connections of the capture. */
    final int index;
    final Endpoint clientEndpoint;
    final Endpoint serverEndpoint;
    final DataSide client;
    final DataSide server;
    final List<TcpFlow> flows = new ArrayList<>(1);
    final EventLog log;
    /** MPTCP was at least tried. */
    final boolean multipath;
    int version;
    boolean checksum;
    boolean synHadOption;
    boolean synAckHadOption;
    boolean fastclosed;
    /** Why it is TCP although MPTCP was tried, or null. */
    String fallback;

    Verification keys = Verification.NONE;
    Verification tokens = Verification.NONE;
    Verification idsns = Verification.NONE;
    Verification hmacs = Verification.NONE;
    Verification addresses = Verification.NONE;
    Verification checksums = Verification.NONE;

    CapturedConnection(int index, Endpoint client, Endpoint server, boolean multipath, CaptureLimits limits, BufferBudget budget) {
        this.index = index;
        clientEndpoint = client;
        serverEndpoint = server;
        this.multipath = multipath;
        this.client = new DataSide(new DataStream(budget));
        this.server = new DataSide(new DataStream(budget));
        log = new EventLog(limits.events(), budget);
    }

    DataSide side(int i) {
        return i == 0 ? client : server;
    }

    boolean hasKeys() {
        return client.hasKey && server.hasKey;
    }

    /** MPTCP, and still so. */
    boolean isMultipath() {
        return multipath && fallback == null;
    }

    /** Subflows that have not ended. */
    int openFlows() {
        int n = 0;
        for (TcpFlow f : flows) {
            n += f.isOver() ? 0 : 1;
        }
        return n;
    }

    /** From now on TCP: text goes out as it comes. */
    void fallBack(String reason) {
        fallback = reason;
        for (TcpFlow f : flows) {
            f.opener.mapper().continueUnmapped();
            f.acceptor.mapper().continueUnmapped();
        }
    }

    /** A word for how far it got. */
    String state() {
        if (fastclosed) {
            return "FASTCLOSED";
        }
        if (isMultipath() && client.dataFin >= 0 && server.dataFin >= 0) {
            return client.dataFinAcknowledged && server.dataFinAcknowledged ? "CLOSED" : "CLOSING";
        }
        if (!isMultipath()) {
            return flows.get(0).state();
        }
        if (openFlows() == 0) {
            return "SUBFLOWS_GONE";
        }
        if (client.dataFin >= 0 || server.dataFin >= 0) {
            return "CLOSING";
        }
        return flows.get(0).isOver() ? "ESTABLISHED" : flows.get(0).state();
    }
}
