package io.tributary.convert.main.config;

import io.tributary.convert.main.toml.Section;
import io.tributary.wire.IpAddress;
import java.util.List;

/**
 * An address that connections may use for further subflows, as {@code ip mptcp endpoint}.
 *
 * @param flags subflow, signal, backup, fullmesh
 * @param id    address ID; 0: the lowest free one
 * @param port  with signal: the port to announce; 0: none
 */
public record EndpointSettings(IpAddress address, List<String> flags, int id, int port) {
    static EndpointSettings of(Section s) {
        return new EndpointSettings(s.get("address", IpAddress.class), s.list("flags", String.class), s.integer("id"), s.integer("port"));
    }
}
