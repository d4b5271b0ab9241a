package io.tributary.convert.onwire;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.convert.main.demo.lab.ConvertorConfig;
import io.tributary.convert.main.demo.lab.ConvertorLab;
import io.tributary.wire.IpAddress;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What passes on the leg next to the client and on the leg next to the server, packet by packet. */
@Timeout(60)
class LegsTest {
    private static final String PLAN_MAGIC = "747269622d6c6162";
    private static final String SUCCESS = "01..226314.*";
    private static World world;

    @BeforeAll
    static void create() {
        world = World.create(0, new ConvertorConfig());
        for (int family : new int[] {4, 6}) {
            world.start(family, family, "up=1000", "down=1000").expectIntact(); // the first one pays for class loading
        }
    }

    @AfterAll
    static void close() {
        if (world != null) {
            world.close();
        }
    }

    @ParameterizedTest(name = "IPv{0}")
    @ValueSource(ints = {4, 6})
    @DisplayName("C1-E A1 A3 A4 A5 A7 A8 B1 B3 B4 CONV-DD-3 an MPTCP client, from its SYN to the convertor's reply")
    void multipath(int family) {
        Capture seen = capture(family, "protocol=MPTCP");
        Frame syn = seen.client.get(0);
        Frame synAck = seen.answer();

        assertThat(syn.isSyn()).isTrue();
        assertThat(syn.mptcp()).as("A1").hasSize(1).allMatch(o -> o.matches("1e0401.1"));
        assertThat(syn.payloadHex()).as("A1").matches("01..22630a05.*");
        assertHeld(seen);
        assertThat(synAck.ackNo()).as("A4").isEqualTo(syn.seqNo() + 1 + syn.payload().length);
        assertThat(synAck.mptcp()).as("A4").hasSize(1).allMatch(o -> o.startsWith("1e0c01"));
        assertThat(synAck.payload()).as("CONV-DD-3").isEmpty();
        Frame third = seen.client.stream().filter(f -> f.source().equals(syn.source()) && !f.isSyn()).findFirst().orElseThrow();
        assertThat(third.mptcp()).as("A5").first().asString().startsWith("1e14");
        Frame reply = seen.firstPayloadToClient();
        assertThat(reply.timeNs()).as("CONV-DD-3 after the third packet").isGreaterThan(third.timeNs());
        assertThat(reply.payloadHex()).as("A7").matches(SUCCESS);
        assertThat(reply.mptcp()).as("reply is mapped and acknowledges data").anyMatch(o -> o.matches("1e..20[01][57df].*"));
        assertServerLeg(seen, family);
    }

    @ParameterizedTest(name = "IPv{0}")
    @ValueSource(ints = {4, 6})
    @DisplayName("C1-E C3-E A1t A3 A4 A7 A8 a TCP client, from its SYN to the reply, without kind 30 anywhere")
    void plain(int family) {
        Capture seen = capture(family, "protocol=TCP");
        Frame syn = seen.client.get(0);
        Frame synAck = seen.answer();

        assertThat(seen.client).as("A1t").allMatch(f -> f.mptcp().isEmpty());
        assertThat(syn.payloadHex()).matches("01..22630a05.*");
        assertHeld(seen);
        assertThat(synAck.ackNo()).as("A4").isEqualTo(syn.seqNo() + 1 + syn.payload().length);
        assertThat(seen.firstPayloadToClient().payloadHex()).as("A7").matches(SUCCESS);
        assertServerLeg(seen, family);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"TCP", "MPTCP"})
    @DisplayName("C1-E E1 CONV-6.2.2-4 a refusal ends with FIN; the convertor sends no reset before the client does")
    void refusal(String protocol) {
        try (Tap tap = Tap.open(world.lab().client(), "path1")) {
            world.startTo(4, ConvertorLab.serverAddress(4) + ":7001", "protocol=" + protocol, "order=SERVER_FIRST").result();
            world.awaitEmptyTables();
            List<Frame> frames = tap.frames();
            IpAddress convertor = IpAddress.parse(ConvertorLab.convertorAddress(4));
            Frame firstReset = frames.stream().filter(Frame::isRst).findFirst().orElseThrow();
            assertThat(firstReset.source()).as("who resets first in %s", frames).isNotEqualTo(convertor);
            assertThat(frames).filteredOn(f -> f.source().equals(convertor) && f.payload().length > 0).first()
                    .extracting(Frame::payloadHex).asString().isEqualTo("010222631e016000");
        }
    }

    @Test
    @DisplayName("C1-E CONV-9.3-3 CONV-DD-8 B4 each SYN to a silent server follows one of the client's; MP_CAPABLE stays on the client's leg")
    void drivenSyns() {
        world.lab().silenceServer(true);
        try (Tap client = Tap.open(world.lab().client(), "path1"); Tap outside = Tap.open(world.lab().box(), "trib-out")) {
            World.Transfer transfer = world.start(4, 4, "up=1000", "down=1000");
            long deadlineNs = System.nanoTime() + 20_000_000_000L;
            while (syns(client) < 3 || syns(outside) < 3) {
                assertThat(System.nanoTime()).as("three SYNs on each leg: %s", outside.frames()).isLessThan(deadlineNs);
            }
            List<Frame> upstream = client.frames().stream().filter(Frame::isSyn).toList();
            List<Frame> downstream = outside.frames().stream().filter(Frame::isSyn).toList();
            for (int i = 0; i < 3; i++) {
                assertThat(downstream.get(i).timeNs() - upstream.get(i).timeNs()).as("SYN %s follows the client's", i)
                        .isBetween(0L, 100_000_000L);
            }
            assertThat(client.frames()).as("E3 nothing is sent to the client").allMatch(Frame::isSyn);
            world.lab().silenceServer(false);
            transfer.expectIntact();
        } finally {
            world.lab().silenceServer(false);
        }
    }

    private static long syns(Tap tap) {
        return tap.frames().stream().filter(Frame::isSyn).count();
    }

    /** A3 B4: nothing goes to the client before the server's SYN/ACK; the SYN to the server leaves at once. */
    private static void assertHeld(Capture seen) {
        Frame serverSyn = seen.server.get(0);
        Frame serverSynAck = seen.server.stream().filter(Frame::isSynAck).findFirst().orElseThrow();
        assertThat(serverSyn.timeNs() - seen.client.get(0).timeNs()).as("B4").isBetween(0L, 100_000_000L);
        assertThat(seen.answer().timeNs()).as("A3").isGreaterThan(serverSynAck.timeNs());
        assertThat(seen.server.stream().filter(Frame::isSyn).count()).as("B4 SYNs to the server")
                .isLessThanOrEqualTo(seen.client.stream().filter(f -> f.isSyn() && f.mptcp().stream().noneMatch(o -> o.startsWith("1e0c"))).count());
    }

    private static void assertServerLeg(Capture seen, int family) {
        IpAddress ours = IpAddress.parse(ConvertorLab.outsideAddress(family));
        List<Frame> toServer = seen.server.stream().filter(f -> f.destinationPort() == World.PORT).toList();
        assertThat(toServer).as("B3").allMatch(f -> f.source().equals(ours));
        assertThat(seen.server).as("B1").allMatch(f -> f.mptcp().isEmpty());
        assertThat(toServer).filteredOn(f -> f.payload().length > 0).first().extracting(Frame::payloadHex).asString()
                .as("A8 the first octet is the user's").startsWith(PLAN_MAGIC);
    }

    private static Capture capture(int family, String protocol) {
        try (Tap client = Tap.open(world.lab().client(), "path1"); Tap server = Tap.open(world.lab().box(), "trib-out")) {
            world.start(family, family, protocol, "up=100000", "down=100000").expectIntact();
            return new Capture(client.frames(), server.frames());
        }
    }

    private record Capture(List<Frame> client, List<Frame> server) {
        Frame firstPayloadToClient() {
            return client.stream().filter(f -> f.sourcePort() == ConvertorLab.CONVERT_PORT && f.payload().length > 0).findFirst().orElseThrow();
        }

        /** The first packet to the client. */
        Frame answer() {
            Frame first = client.stream().filter(f -> f.sourcePort() == ConvertorLab.CONVERT_PORT).findFirst().orElseThrow();
            assertThat(first.isSynAck()).as("first packet to the client: %s", first).isTrue();
            return first;
        }
    }
}
