package io.tributary.abi;

/** The kernel's own MPTCP sockets, as far as a peer in tests wants to ask what became of its connection. */
@Header({"sys/socket.h", "linux/mptcp.h"})
public final class Mptcp {
    public static final int SOL_MPTCP = 284;
    public static final int MPTCP_INFO = 1;
    public static final int MPTCP_INFO_FLAG_FALLBACK = 1;
    public static final int MPTCP_INFO_FLAG_REMOTE_KEY_RECEIVED = 2;

    @C("offsetof(struct mptcp_info, mptcpi_subflows)")
    public static final int MPTCPI_SUBFLOWS = 0;
    @C("offsetof(struct mptcp_info, mptcpi_flags)")
    public static final int MPTCPI_FLAGS = 8;
    @C("offsetof(struct mptcp_info, mptcpi_token)")
    public static final int MPTCPI_TOKEN = 12;
    @C("offsetof(struct mptcp_info, mptcpi_csum_enabled)")
    public static final int MPTCPI_CSUM_ENABLED = 42;

    private Mptcp() {
    }
}
