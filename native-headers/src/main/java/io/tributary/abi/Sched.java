package io.tributary.abi;

@Header("sched.h")
public final class Sched {
    public static final int CLONE_NEWNET = 0x40000000;

    private Sched() {
    }
}
