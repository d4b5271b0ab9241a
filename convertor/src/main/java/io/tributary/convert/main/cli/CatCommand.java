package io.tributary.convert.main.cli;

import io.tributary.connection.ConnectSpec;
import io.tributary.connection.ListenSpec;
import io.tributary.convert.main.ExitCode;
import io.tributary.convert.main.FailureException;
import io.tributary.convert.main.cat.Cat;
import io.tributary.convert.main.cat.CatClient;
import io.tributary.convert.main.cat.CatConvertClient;
import io.tributary.convert.main.cat.CatResult;
import io.tributary.convert.main.cat.CatServer;
import io.tributary.convert.main.config.ConfigReader;
import io.tributary.convert.main.config.Configuration;
import io.tributary.convert.main.control.CommandQueue;
import io.tributary.convert.main.loop.Foreground;
import io.tributary.convert.main.toml.ConfigException;
import io.tributary.convert.policy.Endpoint;
import io.tributary.shard.Shard;
import io.tributary.wire.IpAddress;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine;

/** {@code cat}: netcat over our own stack. */
@Command(name = "cat", mixinStandardHelpOptions = true,
    description = "Connects standard input and output over our own MPTCP stack; each direction ends for itself.",
    footer = {"", "Example:", "  sudo tributary cat --tun trib0 --address 10.9.0.10 \\",
        "    --convertor 10.1.0.10:5124 192.0.2.9 80 <request"})
final class CatCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;
    @Option(names = {"-l", "--listen"}, description = "Takes one connection instead of making one.")
    private boolean listen;
    @Option(names = "--tun", paramLabel = "NAME", description = "TUN device to make.")
    private String tun;
    @Option(names = "--address", paramLabel = "ADDR", split = ",",
        description = "Addresses of the stack on it; those after the first are for further subflows.")
    private List<String> addresses = new ArrayList<>();
    @Option(names = {"-c", "--config"}, paramLabel = "FILE", description = "Takes [stack], [limits], interfaces and endpoints from a file.")
    private Path file;
    @Option(names = {"-o", "--option"}, paramLabel = "KEY=VALUE", description = "Replaces one value of the configuration.")
    private List<String> options = new ArrayList<>();
    @Option(names = "--convertor", paramLabel = "HOST:PORT", description = "Goes through this converter (RFC 8803).")
    private String convertor;
    @Parameters(index = "0", paramLabel = "HOST", description = "Server; with -l our own address, or 0.0.0.0 for each.")
    private String host;
    @Parameters(index = "1", paramLabel = "PORT", description = "TCP port.")
    private int port;

    @Override
    public Integer call() throws ConfigException, FailureException, InterruptedException {
        Configuration config = configuration();
        if (listen && convertor != null || port < 1 || port > 65_535) {
            throw usage(listen && convertor != null ? "-l and --convertor exclude each other" : "PORT is 1 to 65535");
        }
        IpAddress remote = listen ? local() : Hosts.resolve(host, config);
        Endpoint through = convertor == null ? null : Hosts.endpoint(convertor, config);
        Cat[] cat = new Cat[1];
        boolean interrupted = new Foreground(config).run((shard, commands) -> cat[0] = cat(shard, commands, config, remote, through));
        if (interrupted) {
            return ExitCode.INTERRUPTED;
        }
        return report(cat[0].result());
    }

    private Cat cat(Shard shard, CommandQueue commands, Configuration config, IpAddress remote, Endpoint through) {
        FileInputStream in = new FileInputStream(FileDescriptor.in);
        FileOutputStream out = new FileOutputStream(FileDescriptor.out);
        boolean checksum = config.stack().checksum();
        if (listen) {
            return new CatServer(shard, commands, new ListenSpec(0, remote, port, true, checksum, 16), in, out);
        }
        if (through != null) {
            return new CatConvertClient(shard, commands, ConnectSpec.to(0, through.address(), through.port()).checksum(checksum), remote,
                port, in, out);
        }
        return new CatClient(shard, commands, ConnectSpec.to(0, remote, port).checksum(checksum), in, out);
    }

    private Configuration configuration() throws ConfigException {
        if (file != null) {
            if (tun != null || !addresses.isEmpty()) {
                throw usage("-c and --tun exclude each other");
            }
            return ConfigReader.read(file, options);
        }
        if (tun == null || addresses.isEmpty()) {
            throw usage("the stack needs a device: --tun NAME --address ADDR, or -c FILE");
        }
        return ConfigReader.ofInterface(tun, addresses, options);
    }

    private IpAddress local() {
        try {
            IpAddress a = IpAddress.parse(host);
            return a.toInetAddress().isAnyLocalAddress() ? IpAddress.ANY : a;
        } catch (IllegalArgumentException e) {
            throw usage("with -l, HOST is an address of the stack: " + e.getMessage());
        }
    }

    private static int report(CatResult result) throws FailureException {
        if (result.kind() == CatResult.Kind.DONE) {
            return ExitCode.DONE;
        }
        boolean unavailable = result.kind() == CatResult.Kind.UNAVAILABLE;
        throw new FailureException(unavailable ? ExitCode.UNAVAILABLE : ExitCode.FAILED, result.cause(), unavailable
            ? "check the peer, the route to it and the way back to our address" : "what came before was written");
    }

    private CommandLine.ParameterException usage(String message) {
        return new CommandLine.ParameterException(spec.commandLine(), message);
    }
}
