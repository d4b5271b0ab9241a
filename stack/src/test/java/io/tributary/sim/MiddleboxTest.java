package io.tributary.sim;

import static io.tributary.sim.Simulation.millis;
import static io.tributary.sim.Simulation.seconds;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class MiddleboxTest {
    private final Simulation simulation = new Simulation(1);
    private final ToyNode a = new ToyNode(simulation, "a", 1500);
    private final ToyNode b = new ToyNode(simulation, "b", 1500);
    private final SimLink link = simulation.link("wire", a.device, b.device);

    @Test
    @DisplayName("a box drops, changes, lengthens and multiplies packets")
    void changes() {
        link.middlebox((packet, forward, hop) -> {
            switch (packet.buffer().getByte(0)) {
                case 0 -> { }
                case 1 -> {
                    packet.buffer().putByte(1, (byte) 77);
                    hop.pass(packet);
                }
                case 2 -> {
                    packet.length(3);
                    hop.pass(packet);
                    packet = packet.copy();
                    packet.length(5);
                    hop.pass(packet);
                }
                default -> hop.pass(packet);
            }
        });
        a.send(4, 4);
        simulation.run(0);
        assertThat(b.numbers()).containsExactly(1, 2, 2, 3);
        assertThat(b.packets.get(0)[1]).isEqualTo((byte) 77);
        assertThat(b.packets.get(1)).hasSize(3);
        assertThat(b.packets.get(2)).hasSize(5).endsWith((byte) 0, (byte) 0);
        assertThat(b.packets.get(3)).isEqualTo(ToyNode.packet(3, 4).bytes());
    }

    @Test
    @DisplayName("boxes are passed in order, backwards on the way back; what one sends back passes those before it")
    void chain() {
        List<String> seen = new ArrayList<>();
        link.delayNs(millis(1));
        link.middlebox((p, forward, hop) -> {
            seen.add("1" + (forward ? ">" : "<") + p.buffer().getByte(0));
            hop.pass(p);
        });
        link.middlebox((p, forward, hop) -> {
            seen.add("2" + (forward ? ">" : "<") + p.buffer().getByte(0));
            if (p.buffer().getByte(0) == 1) {
                hop.back(p);
            } else {
                hop.pass(p);
            }
        });
        a.send(2, 10);
        b.send(1, 10);
        simulation.run(seconds(1));
        assertThat(seen).containsExactly("1>0", "2>0", "1>1", "2>1", "1<1", "2<0", "1<0");
        assertThat(a.numbers()).containsExactly(1, 0);
        assertThat(b.numbers()).containsExactly(0);
    }

    @Test
    @DisplayName("a box may keep a packet and send it later")
    void later() {
        link.middlebox((p, forward, hop) -> hop.after(millis(7), () -> {
            p.buffer().putByte(1, (byte) (hop.nowNs() / 1_000_000));
            hop.pass(p);
        }));
        simulation.at(millis(2), () -> a.send(1, 10));
        simulation.run(seconds(1));
        assertThat(b.times).containsExactly(millis(9));
        assertThat(b.packets.get(0)[1]).isEqualTo((byte) 9);
    }
}
