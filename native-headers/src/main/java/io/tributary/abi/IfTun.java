package io.tributary.abi;

@Header({"sys/ioctl.h", "linux/if_tun.h"})
public final class IfTun {
    public static final int TUNSETIFF = 0x400454ca;
    public static final int TUNSETPERSIST = 0x400454cb;
    public static final int TUNSETOFFLOAD = 0x400454d0;
    public static final int TUNGETIFF = 0x800454d2;
    public static final int TUNSETVNETHDRSZ = 0x400454d8;

    public static final int IFF_TUN = 0x0001;
    public static final int IFF_TAP = 0x0002;
    public static final int IFF_MULTI_QUEUE = 0x0100;
    public static final int IFF_PERSIST = 0x0800;
    public static final int IFF_NO_PI = 0x1000;
    public static final int IFF_VNET_HDR = 0x4000;
    public static final int IFF_TUN_EXCL = 0x8000;

    public static final int TUN_F_CSUM = 0x01;
    public static final int TUN_F_TSO4 = 0x02;
    public static final int TUN_F_TSO6 = 0x04;
    public static final int TUN_F_TSO_ECN = 0x08;

    private IfTun() {
    }
}
