package io.tributary.abi;

/** Addresses of links. */
@Header("linux/if_addr.h")
public final class IfAddr {
    public static final int IFA_ADDRESS = 1;
    public static final int IFA_LOCAL = 2;
    /** The address may be used at once, no other host is asked whether it has it. */
    public static final int IFA_F_NODAD = 2;

    @C("sizeof(struct ifaddrmsg)")
    public static final int IFADDRMSG_SIZE = 8;
    @C("offsetof(struct ifaddrmsg, ifa_family)")
    public static final int IFA_FAMILY = 0;
    @C("offsetof(struct ifaddrmsg, ifa_prefixlen)")
    public static final int IFA_PREFIXLEN = 1;
    @C("offsetof(struct ifaddrmsg, ifa_flags)")
    public static final int IFA_FLAGS_AT = 2;
    @C("offsetof(struct ifaddrmsg, ifa_scope)")
    public static final int IFA_SCOPE = 3;
    @C("offsetof(struct ifaddrmsg, ifa_index)")
    public static final int IFA_INDEX = 4;

    private IfAddr() {
    }
}
