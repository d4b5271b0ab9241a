package io.tributary.abi;

@Header("sys/mount.h")
public final class Mount {
    public static final int MS_BIND = 4096;
    public static final int MNT_DETACH = 2;

    private Mount() {
    }
}
