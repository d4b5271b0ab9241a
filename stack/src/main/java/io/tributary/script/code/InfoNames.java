package io.tributary.script.code;

import io.tributary.tcp.TcpInfo;
import io.tributary.tcp.TcpState;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ToLongFunction;

/** The names of Linux's {@code struct tcp_info}: segments and microseconds from our bytes and nanoseconds. */
final class InfoNames {
    private static final long INFINITE_SSTHRESH = 0x7fff_ffffL;
    private static final Map<String, Long> CONSTANTS = new HashMap<>();
    private static final Map<String, ToLongFunction<TcpInfo>> FIELDS = new HashMap<>();

    static {
        String[] phases = {"TCP_CA_Open", "TCP_CA_Disorder", "TCP_CA_CWR", "TCP_CA_Recovery", "TCP_CA_Loss"};
        for (int i = 0; i < phases.length; i++) {
            CONSTANTS.put(phases[i], (long) i);
        }
        String[] states = {"TCP_ESTABLISHED", "TCP_SYN_SENT", "TCP_SYN_RECV", "TCP_FIN_WAIT1", "TCP_FIN_WAIT2", "TCP_TIME_WAIT", "TCP_CLOSE",
            "TCP_CLOSE_WAIT", "TCP_LAST_ACK", "TCP_LISTEN", "TCP_CLOSING"};
        for (int i = 0; i < states.length; i++) {
            CONSTANTS.put(states[i], i + 1L);
        }
        String[] options = {"TCPI_OPT_TIMESTAMPS", "TCPI_OPT_SACK", "TCPI_OPT_WSCALE", "TCPI_OPT_ECN", "TCPI_OPT_ECN_SEEN",
            "TCPI_OPT_SYN_DATA"};
        for (int i = 0; i < options.length; i++) {
            CONSTANTS.put(options[i], 1L << i);
        }
        CONSTANTS.put("TCP_INFINITE_SSTHRESH", INFINITE_SSTHRESH);
        CONSTANTS.put("True", 1L);
        CONSTANTS.put("False", 0L);
        FIELDS.put("tcpi_state", i -> state(i.state()));
        FIELDS.put("tcpi_ca_state", i -> i.phase().ordinal());
        FIELDS.put("tcpi_options", InfoNames::options);
        FIELDS.put("tcpi_snd_wscale", i -> i.negotiated().sndWndShift());
        FIELDS.put("tcpi_rcv_wscale", i -> i.negotiated().rcvWndShift());
        FIELDS.put("tcpi_snd_mss", i -> i.negotiated().sndMss());
        FIELDS.put("tcpi_rcv_mss", i -> i.negotiated().rcvMss());
        FIELDS.put("tcpi_advmss", i -> i.negotiated().advMss());
        FIELDS.put("tcpi_pmtu", i -> i.negotiated().pathMtu());
        FIELDS.put("tcpi_rtt", i -> i.timing().srttNs() / 1000);
        FIELDS.put("tcpi_rttvar", i -> i.timing().rttvarNs() / 1000);
        FIELDS.put("tcpi_min_rtt", i -> i.timing().minRttNs() / 1000);
        FIELDS.put("tcpi_rto", i -> i.timing().rtoNs() / 1000);
        FIELDS.put("tcpi_backoff", i -> i.timing().backoff());
        FIELDS.put("tcpi_last_data_sent", i -> i.timing().lastDataSentNs() / 1_000_000);
        FIELDS.put("tcpi_snd_cwnd", i -> i.flight().cwnd() / i.negotiated().sndMss());
        FIELDS.put("tcpi_snd_ssthresh", InfoNames::ssthresh);
        FIELDS.put("tcpi_pacing_rate", i -> i.flight().pacingRate());
        FIELDS.put("tcpi_unacked", i -> i.flight().unackedSegments());
        FIELDS.put("tcpi_sacked", i -> i.flight().sackedSegments());
        FIELDS.put("tcpi_lost", i -> i.flight().lostSegments());
        FIELDS.put("tcpi_retrans", i -> i.flight().retransSegments());
        FIELDS.put("tcpi_reordering", i -> i.flight().reordering());
        FIELDS.put("tcpi_notsent_bytes", i -> i.flight().notSent());
        FIELDS.put("tcpi_snd_wnd", i -> i.flight().sndWnd());
        FIELDS.put("tcpi_rcv_wnd", i -> i.flight().rcvWnd());
        FIELDS.put("tcpi_retransmits", i -> i.totals().timeouts());
        FIELDS.put("tcpi_probes", i -> i.totals().probes());
        FIELDS.put("tcpi_total_retrans", i -> i.totals().retransmits());
        FIELDS.put("tcpi_delivered", i -> i.totals().delivered());
        FIELDS.put("tcpi_dsack_dups", i -> i.totals().duplicates());
        FIELDS.put("tcpi_reord_seen", i -> i.totals().reorderings());
        FIELDS.put("tcpi_bytes_sent", i -> i.totals().bytesSent());
        FIELDS.put("tcpi_bytes_acked", i -> i.totals().bytesAcked());
        FIELDS.put("tcpi_bytes_received", i -> i.totals().bytesReceived());
    }

    private InfoNames() {
    }

    static Long constant(String name) {
        return CONSTANTS.get(name);
    }

    static boolean isField(String name) {
        return FIELDS.containsKey(name);
    }

    static long value(String name, TcpInfo i) {
        return FIELDS.get(name).applyAsLong(i);
    }

    private static long state(TcpState s) {
        return switch (s) {
            case ESTABLISHED -> 1;
            case SYN_SENT -> 2;
            case SYN_RECEIVED -> 3;
            case FIN_WAIT_1 -> 4;
            case FIN_WAIT_2 -> 5;
            case TIME_WAIT -> 6;
            case CLOSED -> 7;
            case CLOSE_WAIT -> 8;
            case LAST_ACK -> 9;
            case CLOSING -> 11;
        };
    }

    private static long options(TcpInfo i) {
        return (i.negotiated().timestamps() ? 1 : 0) | (i.negotiated().sack() ? 2 : 0) | (i.negotiated().windowScaling() ? 4 : 0)
            | (i.negotiated().ecn() ? 8 : 0);
    }

    private static long ssthresh(TcpInfo i) {
        long bytes = i.flight().ssthresh();
        return bytes >= INFINITE_SSTHRESH ? INFINITE_SSTHRESH : bytes / i.negotiated().sndMss();
    }
}
