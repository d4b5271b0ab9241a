package io.tributary.tcp.congestion;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EcnTest {
    private static final int ECE = 0x40;
    private static final int CWR = 0x80;

    private static Ecn client(EcnMode mode, int synAckFlags) {
        Ecn e = new Ecn(mode);
        e.onSendSyn(true);
        e.onSynAck(synAckFlags);
        return e;
    }

    private static Ecn agreed() {
        return client(EcnMode.REQUEST, ECE);
    }

    @ParameterizedTest
    @CsvSource({"OFF,0", "ACCEPT,0", "REQUEST,192"})
    @DisplayName("R3168-6.1-1 only who is to request asks in its SYN, with both flags")
    void syn(EcnMode mode, int flags) {
        assertThat(new Ecn(mode).onSendSyn(true)).isEqualTo(flags);
    }

    @ParameterizedTest
    @CsvSource({"OFF,192,0,0", "ACCEPT,192,0,64", "REQUEST,192,0,64", "ACCEPT,64,0,0", "ACCEPT,128,0,0", "ACCEPT,0,0,0", "ACCEPT,192,2,0",
        "ACCEPT,192,3,0"})
    @DisplayName("R3168-6.1-1 a SYN/ACK agrees, with ECE alone, to an ECN-setup SYN only, and not to one that is itself marked")
    void synAck(EcnMode mode, int synFlags, int codepoint, int flags) {
        Ecn e = new Ecn(mode);
        e.onSyn(synFlags, codepoint);
        assertThat(e.onSendSynAck()).isEqualTo(flags);
        assertThat(e.isCapable()).isEqualTo(flags != 0);
    }

    @ParameterizedTest
    @CsvSource({"REQUEST,64,true", "REQUEST,192,false", "REQUEST,128,false", "REQUEST,0,false", "ACCEPT,64,false", "OFF,64,false"})
    @DisplayName("R3168-6.1-1 ECT only after both: we asked, and the answer has ECE and not CWR, which would be a mirror")
    void answered(EcnMode mode, int synAckFlags, boolean capable) {
        Ecn e = client(mode, synAckFlags);
        assertThat(e.isCapable()).isEqualTo(capable);
        assertThat(e.codepoint(true)).isEqualTo(capable ? Ecn.ECT_0 : Ecn.NOT_ECT);
    }

    @Test
    @DisplayName("R3168-6.1-1 a repeated SYN does not ask; then we mark nothing, but the peer may, and is echoed")
    void repeatedSyn() {
        Ecn e = new Ecn(EcnMode.REQUEST);
        assertThat(e.onSendSyn(true)).isEqualTo(ECE | CWR);
        assertThat(e.onSendSyn(false)).isZero();
        e.onSynAck(ECE);
        assertThat(e.codepoint(true)).isEqualTo(Ecn.NOT_ECT);
        assertThat(e.isCongestionEcho(ECE, 5000)).isFalse();
        assertThat(e.onText(0, Ecn.CE)).isTrue();
        assertThat(e.onSend(false)).isEqualTo(ECE);
    }

    @Test
    @DisplayName("R3168-6.1-1 a SYN repeated without asking takes the agreement back")
    void peerRepeatsSynPlain() {
        Ecn e = new Ecn(EcnMode.ACCEPT);
        e.onSyn(ECE | CWR, 0);
        assertThat(e.onSendSynAck()).isEqualTo(ECE);
        e.onSyn(0, 0);
        assertThat(e.onSendSynAck()).isZero();
        assertThat(e.isCapable()).isFalse();
        assertThat(e.onText(0, Ecn.CE)).isFalse();
    }

    @Test
    @DisplayName("R3168-6.1-1 simultaneous open: both ask and both agree; who did not ask agrees to nothing")
    void simultaneousOpen() {
        Ecn e = new Ecn(EcnMode.REQUEST);
        e.onSendSyn(true);
        e.onSyn(ECE | CWR, 0);
        assertThat(e.onSendSynAck()).isEqualTo(ECE);
        assertThat(e.isCapable()).isTrue();
        e.onSynAck(0);
        assertThat(e.isCapable()).as("the peer's SYN/ACK does not agree").isFalse();

        Ecn accepts = new Ecn(EcnMode.ACCEPT);
        accepts.onSendSyn(true);
        accepts.onSyn(ECE | CWR, 0);
        assertThat(accepts.onSendSynAck()).isZero();
    }

    @Test
    @DisplayName("R3168-6.1-2 text sent for the first time may be marked, nothing else")
    void codepoints() {
        assertThat(agreed().codepoint(true)).isEqualTo(Ecn.ECT_0);
        assertThat(agreed().codepoint(false)).isEqualTo(Ecn.NOT_ECT);
    }

    @Test
    @DisplayName("R3168-6.1-3 after a mark every segment echoes it until CWR arrives; a marked CWR goes on echoing")
    void echo() {
        Ecn e = agreed();
        assertThat(e.onText(0, Ecn.ECT_0)).isFalse();
        assertThat(e.onSend(false)).isZero();
        assertThat(e.onText(0, Ecn.CE)).as("at once").isTrue();
        assertThat(e.onSend(false)).isEqualTo(ECE);
        assertThat(e.onText(0, Ecn.CE)).as("known already").isFalse();
        assertThat(e.onText(0, Ecn.ECT_0)).isFalse();
        assertThat(e.onSend(true)).isEqualTo(ECE);
        assertThat(e.onText(CWR, Ecn.ECT_0)).isTrue();
        assertThat(e.onSend(false)).isZero();
        e.onText(0, Ecn.CE);
        e.onText(CWR, Ecn.CE);
        assertThat(e.onSend(false)).isEqualTo(ECE);
    }

    @Test
    @DisplayName("R3168-6.1-3 a window is answered for once: echoes of what was sent before the reduction say nothing new")
    void oncePerWindow() {
        Ecn e = agreed();
        assertThat(e.isCongestionEcho(0, 3000)).isFalse();
        assertThat(e.isCongestionEcho(ECE, 1)).as("the handshake's ACK is about no text").isFalse();
        assertThat(e.isCongestionEcho(ECE, 3000)).isTrue();
        e.onReduced(10_000);
        assertThat(e.isCongestionEcho(ECE, 10_000)).as("CWR cannot have been there yet").isFalse();
        assertThat(e.isCongestionEcho(ECE, 10_001)).isTrue();
    }

    @Test
    @DisplayName("R3168-6.1-3 CWR stands on the first new text after a reduction, of whatever kind, and on nothing else")
    void reduced() {
        Ecn e = agreed();
        e.onReduced(10_000);
        e.onReduced(10_000);
        assertThat(e.onSend(false)).isZero();
        assertThat(e.onSend(true)).isEqualTo(CWR);
        assertThat(e.onSend(true)).isZero();
        e.onReduced(10_000);
        assertThat(e.onSend(true)).as("the same reduction").isZero();
        e.onReduced(20_000);
        assertThat(e.onSend(true)).isEqualTo(CWR);
    }

    @Test
    @DisplayName("R3168-6.1-3 without agreement there is neither CWR nor echo, whatever arrives")
    void notAgreed() {
        Ecn e = client(EcnMode.REQUEST, 0);
        assertThat(e.onText(CWR, Ecn.CE)).isFalse();
        e.onReduced(10_000);
        assertThat(e.onSend(true)).isZero();
        assertThat(e.isCongestionEcho(ECE, 5000)).isFalse();
    }
}
