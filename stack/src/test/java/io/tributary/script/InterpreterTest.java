package io.tributary.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("what the interpreter must refuse")
class InterpreterTest {
    /** A listener up to its accepted connection; lines 1 to 7. */
    private static final String OPEN = """
        0    socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
        +0   bind(3, ..., ...) = 0
        +0   listen(3, 1) = 0
        +0   < S 0:0(0) win 1000 <mss 1000,sackOK,TS val 100 ecr 0>
        +0   > S. 0:0(0) ack 1 win 65535 <mss 1460,sackOK,TS val 1 ecr 100>
        +.01 < . 1:1(0) ack 1 win 1000 <nop,nop,TS val 110 ecr 1>
        +0   accept(3, ..., ...) = 4
        """;
    private static final String WRITE = OPEN + "+0 write(4, ..., 100) = 100\n";

    private static Verdict run(String text) {
        return Scripts.run(text, RunSettings.DEFAULT);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
        P. 1:101(100) ack 1 <...>;                             PASS
        P. 1:101(100) ack 1 <nop,nop,TS val 11 ecr 110>;       PASS
        . 1:101(100) ack 1 <...>;                              flags: expected ., got P.
        FP. 1:101(100) ack 1 <...>;                            flags: expected FP., got P.
        P. 2:102(100) ack 1 <...>;                             seq: expected 2, got 1
        P. 1:102(101) ack 1 <...>;                             no more of the expected packet until 0.012000 s
        P. 1:100(99) ack 1 <...>;                              length: expected 99, got 100
        P. 1:101(100) ack 2 <...>;                             ack: expected 2, got 1
        P. 1:101(100) ack 1 win 1 <...>;                       win: expected 1, got 65535
        (ect0) P. 1:101(100) ack 1 <...>;                      ECN: got noecn
        (ttl 63) P. 1:101(100) ack 1 <...>;                    ttl: expected 63, got 64
        (tos 0x10) P. 1:101(100) ack 1 <...>;                  tos: expected 0x10, got 0x0
        P. 1:101(100) ack 1;                                   options: expected 0, got 3
        P. 1:101(100) ack 1 <nop,TS val 11 ecr 110,nop>;       option TS val 11 ecr 110: got nop
        P. 1:101(100) ack 1 <nop,nop,TS val 11 ecr 111>;       option TS val 11 ecr 111: got ecr 110
        P. 1:101(100) ack 1 <nop,nop,mss 5>;                   option mss 5: got TS val ? ecr 110
        P5. 1:101(100) ack 1 <...>;                            counter of CE marks: expected 5, got 0
        """)
    @DisplayName("a packet that is not the one expected fails with the first difference")
    void wrongPacket(String packet, String verdict) {
        Verdict v = run(WRITE + "+0 > " + packet);
        if (verdict.equals("PASS")) {
            assertThat(v.line("f")).isEqualTo("PASS f");
        } else {
            assertThat(v.line("f")).isEqualTo("FAIL f:9: " + verdict);
            assertThat(v.details().get(0)).startsWith("expected").contains(packet);
        }
    }

    @Test
    @DisplayName("both packets are shown with their times, and the difference")
    void sides() {
        Verdict v = run(WRITE + "+.1 > P. 1:101(100) ack 1 <...>");
        assertThat(v.line("f")).isEqualTo("FAIL f:9: sent 0.100000 s too early");
        assertThat(v.details()).containsExactly("expected  0.110000 > P. 1:101(100) ack 1 <...>",
            "actual    0.010000 > P. 1:101(100) ack 1 win 65535 <nop,nop,TS val ? ecr 110>", "time      -0.100000");
    }

    @Test
    @DisplayName("the tolerance is a border: 2 ms are good, a little more is not")
    void tolerance() {
        assertThat(run(WRITE + "+.002 > P. 1:101(100) ack 1 <...>").passed()).isTrue();
        assertThat(run(WRITE + "+.002001 > P. 1:101(100) ack 1 <...>").reason()).isEqualTo("sent 0.002001 s too early");
        assertThat(run("--tolerance_usecs=0\n" + WRITE + "+0 > P. 1:101(100) ack 1 <...>").passed()).isTrue();
        assertThat(run("--tolerance_usecs=0\n" + WRITE + "+.000001 > P. 1:101(100) ack 1 <...>").passed()).isFalse();
        assertThat(run(WRITE + "+.1~+.2 > P. 1:101(100) ack 1 <...>").reason()).isEqualTo("sent 0.100000 s too early");
        assertThat(run(WRITE + "+0~+.2 > P. 1:101(100) ack 1 <...>").passed()).isTrue();
        assertThat(run(WRITE + "* > P. 1:101(100) ack 1 <...>").passed()).isTrue();
    }

    @Test
    @DisplayName("a packet that never comes is missed, also at any time")
    void missing() {
        assertThat(run(OPEN + "+1 > P. 1:101(100) ack 1 <...>").line("f")).isEqualTo("FAIL f:8: no packet until 1.012000 s");
        assertThat(run(OPEN + "* > P. 1:101(100) ack 1 <...>").reason()).startsWith("no packet until 600");
    }

    @Test
    @DisplayName("a packet that the script does not name is in the way of the next one, and a warning at the end")
    void extra() {
        assertThat(run(WRITE + "+0 < P. 1:11(10) ack 1 win 1000 <...>\n+0 > . 101:101(0) ack 11 <...>").reason())
            .isEqualTo("flags: expected ., got P.");
        Verdict last = run(WRITE);
        assertThat(last.passed()).isTrue();
        assertThat(last.warnings()).singleElement().asString().startsWith("unexpected packet at 0.010000 s: > P. 1:101(100) ack 1");
    }

    @Test
    @DisplayName("an echo of what was never sent is the script's mistake, unless echoes are scaled")
    void echo() {
        String acks = OPEN + "+.1 < . 1:1(0) ack 1 win 1000 <nop,nop,TS val 111 ecr 55>\n";
        assertThat(run(acks).line("f")).isEqualTo("FAIL f:8: ecr 55 echoes a timestamp that the stack never sent");
        assertThat(run("--tcp_ts_ecr_scaled\n" + acks).passed()).isTrue();
    }

    @Test
    @DisplayName("with a tick our timestamps have to keep the script's pace")
    void tick() {
        String later = "+.1 write(4, ..., 100) = 100\n+0 > P. 1:101(100) ack 1 <nop,nop,TS val %d ecr 110>";
        assertThat(run("--tcp_ts_tick_usecs=1000\n" + OPEN + String.format(later, 111)).passed()).isTrue();
        assertThat(run("--tcp_ts_tick_usecs=1000\n" + OPEN + String.format(later, 150)).reason())
            .isEqualTo("option TS val 150 ecr 110: its value is 39.0 ms earlier than the script says");
        assertThat(run(OPEN + String.format(later, 150)).passed()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
        read(4, ..., 10) = 10;                        FAIL;           read blocks
        read(4, ..., 10) = ...;                       FAIL;           read blocks
        recv(4, ..., 10, MSG_DONTWAIT) = 5;           FAIL;           recv returned -1 EAGAIN
        recv(4, ..., 10, MSG_DONTWAIT) = -1 EPIPE;    FAIL;           recv returned -1 EAGAIN
        write(9, ..., 10) = 10;                       FAIL;           write: descriptor 9 is not open
        ioctl(4, SIOCINQ, [7]) = 0;                   FAIL;           ioctl: SIOCINQ is 0 and not 7
        read(4) = 0;                                  FAIL;           read: needs 3 arguments
        splice(4, 5) = 0;                             UNSUPPORTED;    call splice
        send(4, ..., 10, MSG_EOR) = 10;               UNSUPPORTED;    flag MSG_EOR
        setsockopt(4, SOL_TCP, TCP_FANCY, [1], 4)=0;  UNSUPPORTED;    setsockopt TCP_FANCY
        socket(..., SOCK_DGRAM, IPPROTO_UDP) = 5;     UNSUPPORTED;    socket type SOCK_DGRAM
        < udp (100);                                  UNSUPPORTED;    udp packets
        < . 1:1(0) ack 1 <ECN e0b 1 ceb 2 e1b 3>;     UNSUPPORTED;    option ECN (AccECN)
        < . 1:1(0) ack 1 <fancy 1>;                   UNSUPPORTED;    option fancy
        < icmp echo;                                  UNSUPPORTED;    icmp echo
        %{ import os }%;                              UNSUPPORTED;    code: import
        %{ assert tcpi_fancy == 1 }%;                 UNSUPPORTED;    tcpi_fancy
        %{ assert tcpi_snd_cwnd == 1, 'x' }%;         FAIL;           assert tcpi_snd_cwnd == 1 (x) does not hold: {tcpi_snd_cwnd=10}
        """)
    @DisplayName("a call that returns something else fails; what is unknown is named, never passed over")
    void wrongEvent(String event, String kind, String reason) {
        assertThat(run(OPEN + "+0 " + event).line("f")).isEqualTo(kind + " f:8: " + reason);
    }

    @Test
    @DisplayName("a blocking call has to return when the script says, and what it says")
    void blocking() {
        String data = "+.1 < P. 1:11(10) ack 1 win 1000 <nop,nop,TS val 200 ecr 1>\n+0 > . 1:1(0) ack 11 <...>\n";
        assertThat(run(OPEN + "+0...+.1 read(4, ..., 99) = 10\n" + data).passed()).isTrue();
        assertThat(run(OPEN + "+0...+.1 read(4, ..., 99) = 11\n" + data).reason()).isEqualTo("read returned 10");
        assertThat(run(OPEN + "+0...+.2 read(4, ..., 99) = 10\n" + data).reason()).isEqualTo("read returned 0.100000 s too early");
        assertThat(run(OPEN + "+0...+.05 read(4, ..., 99) = 10\n" + data).reason()).startsWith("read still blocks at");
        assertThat(run(OPEN + "+0...+.1 read(4, ..., 99) = 10\n").reason()).startsWith("read still blocks at");
    }

    @Test
    @DisplayName("the event behind a blocking call counts from its start, or from its end if only that makes sense")
    void behindBlocking() {
        assertThat(run(OPEN + "+0...+.2 poll([{fd=4, events=POLLIN, revents=0}], 1, 200) = 0\n"
            + "+0 < P. 1:11(10) ack 1 win 1000 <nop,nop,TS val 200 ecr 1>\n+0 > . 1:1(0) ack 11 <...>\n").line("f")).isEqualTo("PASS f");
    }

    @Test
    @DisplayName("names from outside and from the script stand for text")
    void defines() {
        RunSettings s = new RunSettings(null, null, RunSettings.DEFAULT_TOLERANCE_NS, Map.of("SIZE", "100"));
        assertThat(Scripts.run(WRITE + "+0 > P. 1:101(SIZE) ack 1 <...>", s).passed()).isTrue();
        assertThat(Scripts.run("--define=SIZE=\"100\"\n" + WRITE + "+0 > P. 1:101(SIZE) ack 1 <...>", RunSettings.DEFAULT).passed()).isTrue();
        assertThat(run(WRITE + "+0 > P. 1:101(SIZE) ack 1 <...>").line("f")).isEqualTo("FAIL f:9: expected a number at 'SIZE) ack 1 <...>'");
    }

    @Test
    @DisplayName("large segments may come in parts, unless they are asked for as they are")
    void runs() {
        String large = OPEN + "+0 write(4, ..., 988) = 988\n+.01 < . 1:1(0) ack 989 win 9000 <nop,nop,TS val 120 ecr 11>\n"
            + "+0 write(4, ..., 1500) = 1500\n";
        large = large.replace("= 988\n", "= 988\n+0 > P. 1:989(988) ack 1 <nop,nop,TS val 11 ecr 110>\n");
        assertThat(run(large + "+0 setsockopt(4, SOL_TCP, TCP_NODELAY, [1], 4) = 0\n+0 > P. 989:2489(1500) ack 1 <...>\n").line("f"))
            .isEqualTo("PASS f");
        assertThat(run("--strict_segments\n" + large + "+0 > P. 989:2489(1500) ack 1 <...>\n").reason()).isEqualTo("flags: expected P., got .");
    }

    @Test
    @DisplayName("with options as a set neither order nor paddings count, but each option does")
    void set() {
        assertThat(run("--options=set\n" + WRITE + "+0 > P. 1:101(100) ack 1 <TS val 11 ecr 110,nop,nop,nop>").passed()).isTrue();
        assertThat(run("--options=set\n" + WRITE + "+0 > P. 1:101(100) ack 1 <nop,nop>").reason()).isEqualTo("options: expected 0, got 1");
        assertThat(run("--options=set\n" + WRITE + "+0 > P. 1:101(100) ack 1 <mss 5>").reason()).isEqualTo("option mss 5: is missing");
    }

    @Test
    @DisplayName("commands are settings, or ignored with a note, and never run")
    void commands() {
        Verdict v = run("`touch /tmp/must-not-exist; sysctl -q net.ipv4.tcp_timestamps=0 net.ipv4.tcp_sack=0`\n" + OPEN
            .replace(",TS val 1 ecr 100", "").replace(",TS val 100 ecr 0", "").replace(" <nop,nop,TS val 110 ecr 1>", "").replace(",sackOK", "")
            + "+0 `rm -rf x`\n");
        assertThat(v.line("f")).isEqualTo("PASS f");
        assertThat(v.notes()).containsExactly("now ignored command: rm -rf x");
        assertThat(java.nio.file.Path.of("/tmp/must-not-exist")).doesNotExist();
    }

    @Test
    @DisplayName("scripts written for FreeBSD get its window scale, free option lists and no questions about buffers")
    void freebsd() {
        String script = """
            `sysctl -w net.inet.tcp.cc.algorithm=newreno; sysctl -w net.inet.tcp.rfc1323=1`
            0    socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
            +0   getsockopt(3, SOL_SOCKET, SO_RCVBUF, [65536], [4]) = 0
            +0   bind(3, ..., ...) = 0
            +0   listen(3, 1) = 0
            +0   < S 0:0(0) win 65535 <mss 1460,nop,wscale 6,sackOK,TS val 100 ecr 0>
            +0   > S. 0:0(0) ack 1 win 65535 <mss 1460,nop,wscale 6,sackOK,TS val 10 ecr 100>
            """;
        assertThat(run(script).line("f")).isEqualTo("PASS f");
        RunSettings linux = new RunSettings(Profile.LINUX, null, RunSettings.DEFAULT_TOLERANCE_NS, Map.of());
        assertThat(Scripts.run(script, linux).passed()).isFalse();
    }

    @Test
    @DisplayName("what is about another system's inside is not applicable, with a reason")
    void notApplicable() {
        assertThat(run(OPEN + "+0 setsockopt(4, SOL_SOCKET, SO_ZEROCOPY, [1], 4) = 0").line("f"))
            .isEqualTo("NOT-APPLICABLE f:8: SO_ZEROCOPY is about another system's inside");
        assertThat(run(OPEN + "+0 send(4, ..., 10, MSG_ZEROCOPY) = 10").line("f"))
            .isEqualTo("NOT-APPLICABLE f:8: MSG_ZEROCOPY is about another system's memory");
    }

    @Test
    @DisplayName("what is sent with more to come waits for it")
    void more() {
        assertThat(run(OPEN + "+0 send(4, ..., 10, MSG_MORE) = 10\n+.1 send(4, ..., 20, 0) = 20\n+0 > P. 1:31(30) ack 1 <...>").line("f"))
            .isEqualTo("PASS f");
    }

    @Test
    @DisplayName("what a queue of length 0 swallows nobody sees")
    void swallowed() {
        assertThat(run(OPEN + "+0 `tc qdisc replace dev tun0 root pfifo limit 0`\n+0 write(4, ..., 100) = 100\n"
            + "+0 `tc qdisc replace dev tun0 root pfifo limit 1000`\n").warnings()).isEmpty();
    }

    @Test
    @DisplayName("a word of the wrong key, an HMAC or a token that is not right is seen")
    void multipath() {
        String capable = """
            0   socket(..., SOCK_STREAM, IPPROTO_MPTCP) = 3
            +0  bind(3, ..., ...) = 0
            +0  listen(3, 1) = 0
            +0  < S 0:0(0) win 65535 <mss 1460,mpcapable v1 flags[flag_h] nokey>
            +0  > S. 0:0(0) ack 1 <mss 1460,mpcapable v1 flags[flag_h] key[skey]>
            +0  < . 1:1(0) ack 1 win 65535 <mpcapable v1 flags[flag_h] key[ckey=2, skey]>
            +0  accept(3, ..., ...) = 4
            +0  write(4, ..., 10) = 10
            """;
        assertThat(run(capable + "+0 > P. 1:11(10) ack 1 <dss dack8=1 dsn8=1 ssn=1 dll=10 nocs>").line("f")).isEqualTo("PASS f");
        assertThat(run(capable + "+0 > P. 1:11(10) ack 1 <dss dack8=1 dsn8=2 ssn=1 dll=10 nocs>").reason())
            .isEqualTo("option dss dack8=1 dsn8=2 ssn=1 dll=10 nocs: got dss dack8=1 dsn8=1 ssn=1 dll=10 nocs");
        assertThat(run(capable + "+0 > P. 1:11(10) ack 1 <dss dack8=1>").passed()).isFalse();
        assertThat(run(capable + "+0 > P. 1:11(10) ack 1 <dss dack8 dsn8 ssn dll nocs>").line("f")).isEqualTo("PASS f");
        assertThat(run(capable.replace("ecr", "").replace("key[skey]>", "nokey>")).reason()).contains("option mpcapable", "got mpcapable v1 flags 0x1 key[");
        assertThat(run(capable + "+0 < . 1:1(0) ack 1 <mp_fastclose nobody>").reason()).isEqualTo("no key is called nobody");
    }
}
