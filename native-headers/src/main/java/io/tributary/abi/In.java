package io.tributary.abi;

/** Protocol numbers, IP-level options, {@code sockaddr_in} and {@code sockaddr_in6}; ports and addresses in network order. */
@Header("netinet/in.h")
public final class In {
    public static final int IPPROTO_IP = 0;
    public static final int IPPROTO_ICMP = 1;
    public static final int IPPROTO_TCP = 6;
    public static final int IPPROTO_UDP = 17;
    public static final int IPPROTO_IPV6 = 41;
    public static final int IPPROTO_ICMPV6 = 58;
    public static final int IPPROTO_MPTCP = 262;

    public static final int IP_TRANSPARENT = 19;
    public static final int IPV6_V6ONLY = 26;

    @C("sizeof(struct sockaddr_in)")
    public static final int SOCKADDR_IN_SIZE = 16;
    @C("offsetof(struct sockaddr_in, sin_family)")
    public static final int SIN_FAMILY = 0;
    @C("offsetof(struct sockaddr_in, sin_port)")
    public static final int SIN_PORT = 2;
    @C("offsetof(struct sockaddr_in, sin_addr)")
    public static final int SIN_ADDR = 4;

    @C("sizeof(struct sockaddr_in6)")
    public static final int SOCKADDR_IN6_SIZE = 28;
    @C("offsetof(struct sockaddr_in6, sin6_family)")
    public static final int SIN6_FAMILY = 0;
    @C("offsetof(struct sockaddr_in6, sin6_port)")
    public static final int SIN6_PORT = 2;
    @C("offsetof(struct sockaddr_in6, sin6_flowinfo)")
    public static final int SIN6_FLOWINFO = 4;
    @C("offsetof(struct sockaddr_in6, sin6_addr)")
    public static final int SIN6_ADDR = 8;
    @C("offsetof(struct sockaddr_in6, sin6_scope_id)")
    public static final int SIN6_SCOPE_ID = 24;

    private In() {
    }
}
