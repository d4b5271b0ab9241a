package io.tributary.convert.main.config;

import io.tributary.convert.main.toml.Section;
import io.tributary.wire.IpAddress;
import java.util.List;

/**
 * A packet device that our stack owns.
 *
 * @param addresses ours; the kernel routes each of them, as a host, to the device
 * @param mtu       bytes
 */
public record InterfaceSettings(String name, String driver, String zone, List<IpAddress> addresses, int mtu, boolean offload) {
    static InterfaceSettings of(Section s) {
        return new InterfaceSettings(s.text("name"), s.text("driver"), s.text("zone"), s.list("addresses", IpAddress.class),
            s.integer("mtu"), s.bool("offload"));
    }
}
