package io.tributary.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Our stack in the place of the kernel, in every capture and on either side. What is left of differences is counted by field, and
 * explained. "Far" is the side at which the capture was not taken: what the path between did is inferred there.
 */
@DisplayName("replay of the kernel's captures")
class KernelReplayTest {
    /** capture, number of the connection in it, side, packets of that side, equal at least, differences by field, why. */
    private static final String TABLE = """
        tcp_sack_loss          | 1 | client | 113 |  35 | retransmission=1 | R2018-4-1 R6675-5-1: single and triple losses, repaired by SACK; RACK repeats one repair whose ACK is 0.4 ms late
        tcp_sack_loss          | 1 | server |  95 |   0 | | R2018-4-2: far; the SACK blocks of the receiver
        tcp_nosack_loss        | 1 | client |  69 |  25 | | R6582-3-1: NewReno without SACK
        tcp_nosack_loss        | 1 | server |  58 |   0 | | far; duplicate ACKs
        tcp_ecn                | 1 | client |  67 |  20 | | R3168-6.1-1: ECN negotiated, ECT, ECE answered by CWR
        tcp_ecn                | 1 | server |  52 |   0 | flags=10 | far: the mark was put on behind the capture, so nothing is there to echo (ECE)
        tcp_sack_reno_rto      | 1 | client | 126 |  30 | retransmission=2 | after its last timeout Linux sends two segments again that had arrived
        tcp_sack_reno_rto      | 1 | server |  65 |   1 | | far
        tfo_cookie             | 1 | client |   5 |   3 | | R7413-4.1-2: asks for a cookie
        tfo_cookie             | 2 | client |   6 |   3 | | shows it, with text in the SYN
        tfo_cookie             | 1 | server |   5 |   4 | | gives one
        tfo_cookie             | 2 | server |   5 |   4 | | takes the text
        tfo_nocookie           | 1 | client |   7 |   2 | | text in the SYN without the option
        tfo_nocookie           | 1 | server |   5 |   4 | | takes it
        fallback_tcp_server    | 1 | client |  12 |   6 | | MPTCP-3.1-30: SYN/ACK without the option
        fallback_tcp_server    | 1 | server |  10 |   6 | |
        fallback_tcp_client    | 1 | client |  12 |   6 | |
        fallback_tcp_client    | 1 | server |  10 |   6 | |
        fallback_strip_syn     | 1 | client |  12 |   6 | | MPTCP-3.1-33: the option did not reach the server
        fallback_strip_syn     | 1 | server |   7 |   0 | | far
        fallback_strip_all_fwd | 1 | client |  12 |   0 | | far
        fallback_strip_all_fwd | 1 | server |  10 |   6 | | behind a path that strips everything
        fallback_strip_synack  | 1 | client |  12 |   6 | |
        fallback_strip_synack  | 1 | server |   7 |   0 | | far
        syn_blackhole          | 1 | client |   9 |   4 | packet=1 | Linux repeats the first SYNs every second (tcp_syn_linear_timeouts), we back off (RFC 6298, 5.5): one SYN less by then
        syn_blackhole          | 1 | server |   4 |   3 | | far: the SYNs that nobody answered never arrived
        mpc_v4_small           | 1 | client |   8 |   2 | | MPTCP-3.1-27
        mpc_v4_small           | 1 | server |   6 |   3 | |
        mpc_v6_small           | 1 | client |   8 |   3 | |
        mpc_v6_small           | 1 | server |   6 |   3 | |
        mpc_v4_csum            | 1 | client |  52 |  10 | | MPTCP-3.3.1-5: DSS checksums
        mpc_v4_csum            | 1 | server |  51 |  15 | | far
        mpc_v4_bulk            | 1 | client | 113 |   0 | | far
        mpc_v4_bulk            | 1 | server |  70 |  45 | |
        mpc_v4_server_first    | 1 | client |  11 |   4 | |
        mpc_v4_server_first    | 1 | server |  11 |   4 | |
        mpc_lost_ack3          | 1 | client |  10 |   2 | | the third packet is lost behind the capture
        mpc_lost_ack3          | 1 | server |   8 |   0 | | far
        small_mss_v6           | 1 | client |  33 |   3 | |
        small_mss_v6           | 1 | server |  27 |  12 | |
        close_half_long        | 1 | client |  62 |  15 | | MPTCP-3.3.3-2: half-closed for long
        close_half_long        | 1 | server |  56 |   0 | | far
        close_simultaneous     | 1 | client |  15 |   1 | | far
        close_simultaneous     | 1 | server |  12 |   4 | |
        zero_window            | 1 | client |  76 |   1 | dss-mapping=1 | the kernel probes a closed window with a byte under an old DSN, after which its subflow is one byte ahead of ours
        zero_window            | 1 | server |  43 |   0 | | far; window closed, probed, opened
        mpfail_single          | 1 | server |  39 |   9 | data-ack=2 infinite-mapping=1 | Linux acknowledges the corrupted bytes as data before it falls back, we do not; our first text afterwards says that it is unmapped (RFC 8684, 3.7)
        mpfail_single          | 1 | client |  48 |  12 | dss-checksum=1 | far: the checksum of bytes that were corrupted on the way to the capture
        fastclose_linger       | 1 | client |   9 |   1 | | MPTCP-3.5-1
        fastclose_linger       | 1 | server |   7 |   3 | | a RST with MP_FASTCLOSE is answered by nothing
        mptfo_cookie           | 1 | server |   7 |   3 | | gives a cookie, and gives up timestamps for it
        mptfo_cookie           | 2 | server |   6 |   1 | |
        mptfo_nocookie         | 1 | server |   6 |   1 | |
        mptfo_cookie           | 1 | client |   9 |   3 | | MPTCP-B-2: asks for a cookie
        mptfo_cookie           | 2 | client |   8 |   3 | | the SYN's text is outside the data
        mptfo_nocookie         | 1 | client |   8 |   1 | |
        no_timestamps          | 1 | client |  29 |  10 | | MPTCP-3.2-9: a join
        no_timestamps          | 1 | server |  29 |  10 | |
        fullmesh               | 1 | client |  50 |   4 | tsval=1 | three subflows; Linux stamps a DATA_FIN with the time of its last packet, 1.3 s before
        fullmesh               | 1 | server |  48 |   5 | |
        join_v4                | 1 | server | 108 |  32 | | far
        two_path_loss          | 1 | server | 100 |   0 | | far; losses on both paths
        join_bad_hmac          | 1 | client |  32 |   4 | mp-join-ack=1 | the HMAC is wrong on purpose
        join_bad_hmac          | 1 | server |  19 |   3 | | MPTCP-3.8-1: and refused
        join_bad_token         | 1 | client |  30 |   1 | |
        addaddr_v6_on_v4       | 1 | server |  47 |   1 | |
        addaddr_v6_on_v4       | 1 | client |  49 |   1 | | the address is echoed, nobody can join to it
        join_bad_token         | 1 | server |  17 |   1 | |
        addaddr_v4             | 1 | client |  83 |   3 | | MPTCP-3.4.1-9: an address announced by the peer is joined
        addaddr_v4             | 1 | server |  80 |  10 | | MPTCP-3.4.1-6: announces an address
        addaddr_v6             | 1 | client |  64 |  10 | | the same over IPv6
        addaddr_v6             | 1 | server |  68 |  13 | | far; the end of the data goes out on both subflows, as Linux has it
        addaddr_port           | 1 | client |  87 |   6 | | the same with a port
        addaddr_port           | 1 | server |  82 |  11 | | the same
        removeaddr             | 1 | client | 183 |  26 | | MPTCP-3.4.2-1: withdraws an address, and takes that the peer does
        removeaddr             | 1 | server | 155 |   6 | retransmission=9 | far; Linux sends three segments into a window of 1024 bytes and more into a closed one, and repeats what was dropped; we stay inside
        mpprio                 | 1 | client | 181 |  10 | ack=2 data-ack=3 duplicate-ack=5 fin=2 tsval=1 | MPTCP-3.3.8-1: a path is made a backup and none again; data sent beyond our window Linux refuses in the subflow, where TCP repeats it, we at data level, and no recording brings that again; an MP_PRIO stamped 1.1 s stale
        mpprio                 | 1 | server | 149 |   4 | probe=1 retransmission=11 | far; Linux sends into a closed window on both subflows and has to repeat that, and its ACKs are numbered by the window's edge; we wait
        rst_subflow_del        | 1 | client | 112 |  13 | | MPTCP-3.6-1: destroys a subflow, the connection goes on
        rst_subflow_del        | 1 | server |  94 |   4 | | and takes that the peer does
        rst_join_refused       | 1 | client |  15 |   1 | mp-tcprst=1 packet=1 | Linux answers the RST of the refusal with one of its own, we answer none (RFC 9293, 3.10.7.4)
        rst_join_refused       | 1 | server |  12 |   3 | mp-join-synack=1 packet=2 | far; Linux refuses after the third packet, we the SYN (RFC 8684, 3.2)
        backup_cut             | 1 | client | 116 |   2 | | MPTCP-3.3.6-7: the path of the first subflow is cut, the backup carries on
        backup_cut             | 1 | server |  79 |  30 | retransmission=1 | far; Linux sends its answer on the path that was cut first, we at once on the other, and again until the recorded ACK comes
        fastclose_unread       | 1 | client |  50 |   1 | mp-tcprst=1 packet=1 | a RST with MP_FASTCLOSE on one subflow makes us end the other with a RST at once (RFC 8684, 3.5), before the peer's own comes
        fastclose_unread       | 1 | server |  34 |  16 | | MPTCP-3.5-1: far; closed with data unread, every subflow gets RST and MP_FASTCLOSE
        join_v4                | 1 | client | 160 |   5 | | data striped over two paths, losses in our own queue
        two_path_loss          | 1 | client | 153 |   4 | retransmission=4 | losses on both paths; RACK repeats two segments sooner, and a probe picks another segment than the last
        """;

    @TestFactory
    @DisplayName("packet by packet")
    Stream<DynamicTest> captures() {
        return TABLE.lines().map(line -> line.split("\\|", -1)).map(c -> DynamicTest.dynamicTest(
            c[0].strip() + " " + c[1].strip() + " as the " + c[2].strip() + ": " + c[6].strip(), () -> check(c)));
    }

    private static void check(String[] cells) {
        Side side = Side.valueOf(cells[2].strip().toUpperCase(java.util.Locale.ROOT));
        ReplayReport r = Replay.of(new Frames(cells[0].strip()).recording(), side).get(Integer.parseInt(cells[1].strip()) - 1);
        assertThat(r.failure()).isNull();
        assertThat(r.packets()).as("packets").isEqualTo(Long.parseLong(cells[3].strip()));
        Map<String, Integer> fields = new TreeMap<>();
        r.different().forEach(d -> fields.merge(d.field().replace(' ', '-'), 1, Integer::sum));
        StringBuilder found = new StringBuilder();
        fields.forEach((field, n) -> found.append(found.isEmpty() ? "" : " ").append(field).append('=').append(n));
        assertThat(found.toString()).as(ReplayReport.toText(java.util.List.of(r))).isEqualTo(cells[5].strip());
        assertThat(r.equal()).as("equal").isGreaterThanOrEqualTo(Long.parseLong(cells[4].strip()));
    }
}
