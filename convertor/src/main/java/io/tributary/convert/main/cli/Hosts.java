package io.tributary.convert.main.cli;

import io.tributary.convert.main.ExitCode;
import io.tributary.convert.main.FailureException;
import io.tributary.convert.main.config.Configuration;
import io.tributary.convert.policy.Endpoint;
import io.tributary.wire.IpAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.stream.Stream;

/** Names of hosts, asked from the system's resolver; the answer has to fit an address family that our stack has. */
final class Hosts {
    private Hosts() {
    }

    static IpAddress resolve(String host, Configuration config) throws FailureException {
        try {
            return Stream.of(InetAddress.getAllByName(host)).map(IpAddress::of).filter(a -> hasFamily(config, a)).findFirst()
                .orElseThrow(() -> new FailureException(ExitCode.UNAVAILABLE, host + " has no address of a family that our stack has",
                    "give the stack an address of that family: --address"));
        } catch (UnknownHostException e) {
            throw new FailureException(ExitCode.UNAVAILABLE, "no address of " + host + " is known", "check its name");
        }
    }

    /** @param text HOST:PORT, IPv6 addresses in brackets */
    static Endpoint endpoint(String text, Configuration config) throws FailureException {
        int colon = text.lastIndexOf(':');
        if (colon < 0 || !text.substring(colon + 1).matches("\\d{1,5}")) {
            throw new FailureException(ExitCode.USAGE, text + " is not HOST:PORT", "write for instance 10.1.0.10:5124");
        }
        try {
            return new Endpoint(resolve(text.substring(0, colon), config), Integer.parseInt(text.substring(colon + 1)));
        } catch (IllegalArgumentException e) {
            throw new FailureException(ExitCode.USAGE, text + " is not HOST:PORT: " + e.getMessage(), "write for instance 10.1.0.10:5124");
        }
    }

    private static boolean hasFamily(Configuration config, IpAddress a) {
        return config.interfaces().stream().flatMap(i -> i.addresses().stream()).anyMatch(own -> own.isV4() == a.isV4());
    }
}
