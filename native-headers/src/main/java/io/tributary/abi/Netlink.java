package io.tributary.abi;

/** Message framing, attributes and answers of every netlink family. */
@Header({"sys/socket.h", "linux/netlink.h"})
public final class Netlink {
    public static final int NETLINK_ROUTE = 0;
    public static final int SOL_NETLINK = 270;
    public static final int NETLINK_CAP_ACK = 10;
    public static final int NETLINK_EXT_ACK = 11;

    public static final int NLM_F_REQUEST = 1;
    public static final int NLM_F_ACK = 4;
    public static final int NLM_F_EXCL = 0x200;
    public static final int NLM_F_CREATE = 0x400;
    public static final int NLM_F_CAPPED = 0x100;
    public static final int NLM_F_ACK_TLVS = 0x200;
    public static final int NLMSG_ERROR = 2;
    public static final int NLMSG_DONE = 3;
    public static final int NLMSGERR_ATTR_MSG = 1;
    public static final int NLA_F_NESTED = 0x8000;
    @C("(unsigned short) NLA_TYPE_MASK")
    public static final int NLA_TYPE_MASK = 0x3fff;
    public static final int NLA_ALIGNTO = 4;

    @C("sizeof(struct nlmsghdr)")
    public static final int NLMSGHDR_SIZE = 16;
    @C("offsetof(struct nlmsghdr, nlmsg_len)")
    public static final int NLMSG_LEN = 0;
    @C("offsetof(struct nlmsghdr, nlmsg_type)")
    public static final int NLMSG_TYPE = 4;
    @C("offsetof(struct nlmsghdr, nlmsg_flags)")
    public static final int NLMSG_FLAGS = 6;
    @C("offsetof(struct nlmsghdr, nlmsg_seq)")
    public static final int NLMSG_SEQ = 8;

    @C("sizeof(struct nlmsgerr)")
    public static final int NLMSGERR_SIZE = 20;
    @C("offsetof(struct nlmsgerr, error)")
    public static final int NLMSGERR_ERROR = 0;

    @C("sizeof(struct nlattr)")
    public static final int NLATTR_SIZE = 4;
    @C("offsetof(struct nlattr, nla_len)")
    public static final int NLA_LEN = 0;
    @C("offsetof(struct nlattr, nla_type)")
    public static final int NLA_TYPE = 2;

    private Netlink() {
    }
}
