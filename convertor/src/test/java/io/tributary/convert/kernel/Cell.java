package io.tributary.convert.kernel;

import java.util.ArrayList;
import java.util.List;

/** Who opens the connection, over which family, with DSS checksums or not: a scenario runs in each of the eight. */
record Cell(Wire.Opener opener, boolean ipv6, boolean checksum) {
    static final List<Cell> ALL = all();

    private static List<Cell> all() {
        List<Cell> cells = new ArrayList<>();
        for (Wire.Opener opener : Wire.Opener.values()) {
            for (boolean ipv6 : new boolean[] {false, true}) {
                for (boolean checksum : new boolean[] {false, true}) {
                    cells.add(new Cell(opener, ipv6, checksum));
                }
            }
        }
        return List.copyOf(cells);
    }

    boolean weOpen() {
        return opener == Wire.Opener.STACK;
    }

    @Override
    public String toString() {
        return (weOpen() ? "we open" : "the kernel opens") + (ipv6 ? ", IPv6" : ", IPv4") + (checksum ? ", checksums" : "");
    }
}
