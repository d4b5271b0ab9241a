package io.tributary.abi;

@Header("sys/eventfd.h")
public final class Eventfd {
    public static final int EFD_NONBLOCK = 0x800;
    public static final int EFD_CLOEXEC = 0x80000;

    private Eventfd() {
    }
}
