package io.tributary.convert.main.cli;

import io.tributary.convert.main.config.ConfigReader;
import io.tributary.convert.main.config.Configuration;
import io.tributary.convert.main.toml.ConfigException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** {@code -c FILE [-o KEY=VALUE]...} */
final class ConfigOptions {
    @Option(names = {"-c", "--config"}, required = true, paramLabel = "FILE", description = "Configuration, TOML.")
    private Path file;

    @Option(names = {"-o", "--option"}, paramLabel = "KEY=VALUE",
        description = "Replaces one value of the file, as stack.checksum-enabled=true or interface.0.mtu=1400.")
    private List<String> options = new ArrayList<>();

    Configuration read() throws ConfigException {
        return ConfigReader.read(file, options);
    }
}
