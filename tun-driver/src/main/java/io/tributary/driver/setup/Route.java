package io.tributary.driver.setup;

/**
 * The kernel's routing decision for one address.
 *
 * @param local        it is an address of this host itself
 * @param prefixLength of the entry that decided
 * @param interfaceIndex where packets go
 */
public record Route(boolean local, int prefixLength, int interfaceIndex) {
}
