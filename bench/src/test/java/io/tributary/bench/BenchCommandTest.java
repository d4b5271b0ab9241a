package io.tributary.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.convert.main.cli.Verb;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ServiceLoader;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class BenchCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int execute(String... words) {
        return new CommandLine(new BenchCommand()).setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true)).execute(words);
    }

    @Test
    @DisplayName("the program finds the verb bench")
    void registered() {
        assertThat(ServiceLoader.load(Verb.class)).hasAtLeastOneElementOfType(BenchCommand.class);
    }

    @Test
    @DisplayName("an unknown name and impossible numbers are usage errors")
    void usage() {
        assertThat(execute("relay.goodputt")).isEqualTo(2);
        assertThat(err.toString()).contains("no benchmark is called relay.goodputt");
        assertThat(execute("--rounds", "0")).isEqualTo(2);
        assertThat(execute("--seconds", "x")).isEqualTo(2);
        assertThat(execute("--plot", "x")).isEqualTo(2);
    }

    @Test
    @DisplayName("--help carries an example and every name")
    void help() {
        assertThat(execute("--help")).isZero();
        assertThat(out.toString()).contains("Example:", "relay.goodput.up", "relay.latency", "micro.shard", "--json", "--profile");
    }

    @Test
    @DisplayName("the beginning of names up to a dot stands for all of them")
    void names() {
        assertThat(BenchCommand.isMeant("relay", "relay.goodput.up")).isTrue();
        assertThat(BenchCommand.isMeant("relay.goodput.up", "relay.goodput.up")).isTrue();
        assertThat(BenchCommand.isMeant("relay.good", "relay.goodput.up")).isFalse();
        assertThat(BenchCommand.isMeant("micro", "relay.goodput.up")).isFalse();
    }
}
