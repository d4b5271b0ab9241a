package io.tributary.convert.policy;

import io.tributary.Rfc;
import io.tributary.wire.IpAddress;
import java.util.HashMap;
import java.util.Map;

/**
 * How many sessions there are and how many there may be. A session is <em>pending</em> from the client's SYN until the server
 * has answered; a session that only brings an answer home is a <em>reply</em> and counted apart, so that a full table can
 * still say so.
 */
@Rfc(value = 8803, section = "9.3")
public final class SessionLimits {
    private static final int PENDING = 0;
    private static final int REPLIES = 1;

    private final int maxSessions;
    private final int maxPerClient;
    private final int maxReplies;
    private final Map<IpAddress, int[]> clients = new HashMap<>();
    private int sessions;
    private int replies;

    /**
     * @param maxSessions  pending and relayed ones together
     * @param maxPerClient pending ones of a client, and likewise its replies
     * @param maxReplies   replies of all clients
     */
    public SessionLimits(int maxSessions, int maxPerClient, int maxReplies) {
        this.maxSessions = maxSessions;
        this.maxPerClient = maxPerClient;
        this.maxReplies = maxReplies;
    }

    /** Takes a place for a pending session; false if there is none. */
    public boolean open(IpAddress client) {
        if (sessions >= maxSessions || !take(client, PENDING)) {
            return false;
        }
        sessions++;
        return true;
    }

    /** The server has answered: the session is pending no more. */
    public void settle(IpAddress client) {
        give(client, PENDING);
    }

    /** A settled session is over. */
    public void close() {
        sessions--;
    }

    /** A pending session is over. */
    public void cancel(IpAddress client) {
        settle(client);
        close();
    }

    /** Takes a place for a reply; false if there is none: the client is not answered then. */
    public boolean reply(IpAddress client) {
        if (replies >= maxReplies || !take(client, REPLIES)) {
            return false;
        }
        replies++;
        return true;
    }

    /** A reply is over. */
    public void replied(IpAddress client) {
        give(client, REPLIES);
        replies--;
    }

    public int sessions() {
        return sessions;
    }

    /** Clients with a pending session or a reply: what the table of clients holds. */
    public int clients() {
        return clients.size();
    }

    private boolean take(IpAddress client, int what) {
        int[] counts = clients.computeIfAbsent(client, c -> new int[2]);
        if (counts[what] >= maxPerClient) {
            return false;
        }
        counts[what]++;
        return true;
    }

    private void give(IpAddress client, int what) {
        int[] counts = clients.get(client);
        counts[what]--;
        if (counts[PENDING] == 0 && counts[REPLIES] == 0) {
            clients.remove(client);
        }
    }
}
