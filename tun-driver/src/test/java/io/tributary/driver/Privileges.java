package io.tributary.driver;

import io.tributary.driver.nativeio.Native;
import jnr.ffi.LibraryLoader;
import org.agrona.concurrent.UnsafeBuffer;

/** Takes a capability away from the calling thread alone, which is to end soon after. */
public final class Privileges {
    public static final int CAP_NET_ADMIN = 12;
    public static final int CAP_SYS_ADMIN = 21;
    private static final int VERSION_3 = 0x20080522;

    /** Public for the generated implementation. */
    public interface Calls {
        int capget(long header, long data);

        int capset(long header, long data);
    }

    private Privileges() {
    }

    public static void drop(int capability) {
        Calls calls = LibraryLoader.create(Calls.class).load("c");
        UnsafeBuffer b = Native.memory(64);
        b.putInt(0, VERSION_3);
        long data = b.addressOffset() + 16;
        Native.check(calls.capget(b.addressOffset(), data), "capget");
        int effective = 16 + capability / 32 * 12;
        b.putInt(effective, b.getInt(effective) & ~(1 << capability % 32));
        Native.check(calls.capset(b.addressOffset(), data), "capset");
    }
}
