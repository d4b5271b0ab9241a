package io.tributary.convert.main.config;

import io.tributary.convert.main.toml.Section;

/**
 * Budgets.
 *
 * @param subflows        additional subflows per connection, beyond the first, as {@code ip mptcp limits}
 * @param addAddrAccepted ADD_ADDRs of a peer that may lead to a subflow, per connection
 * @param connections     connections in the stack
 */
public record LimitSettings(int subflows, int addAddrAccepted, int connections) {
    static LimitSettings of(Section s) {
        return new LimitSettings(s.integer("subflows"), s.integer("add-addr-accepted"), s.integer("connections"));
    }
}
