package io.tributary.driver.setup;

/**
 * A sysctl that decides whether packets reach us or pass.
 *
 * @param name   as {@code sysctl} takes it
 * @param value  now; empty if the kernel has none of that name
 * @param wanted what it would have to be, in the words of the sysctl: "1", "0 or 2"
 * @param ok     it is so
 * @param why    one sentence
 */
public record KernelSetting(String name, String value, String wanted, boolean ok, String why) {
    /** One line: what it is, what it should be, and why. */
    @Override
    public String toString() {
        return ok ? name + " = " + value + ": as needed" : name + " = " + (value.isEmpty() ? "absent" : value) + ", should be " + wanted + ": " + why;
    }
}
