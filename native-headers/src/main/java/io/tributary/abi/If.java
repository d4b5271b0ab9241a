package io.tributary.abi;

/** Interface flags and {@code struct ifreq}. */
@Header("linux/if.h")
public final class If {
    public static final int IFNAMSIZ = 16;
    public static final int IFF_UP = 1;

    @C("sizeof(struct ifreq)")
    public static final int IFREQ_SIZE = 40;
    @C("offsetof(struct ifreq, ifr_name)")
    public static final int IFREQ_NAME = 0;
    @C("offsetof(struct ifreq, ifr_flags)")
    public static final int IFREQ_FLAGS = 16;

    private If() {
    }
}
