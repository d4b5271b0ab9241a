package io.tributary.mptcp.path;

/**
 * What changed among a stack's endpoints.
 *
 * @param before null: the endpoint is new, or limits changed
 * @param after  null: the endpoint is gone, or limits changed
 * @param first  only for one that is gone: connections whose first address it was lose that too, as ID 0
 */
public record EndpointChange(Endpoint before, Endpoint after, boolean first) {
    static final EndpointChange LIMITS = new EndpointChange(null, null, false);
}
