package io.tributary.abi;

/** Links and routes. */
@Header("linux/rtnetlink.h")
public final class Rtnetlink {
    public static final int RTM_NEWLINK = 16;
    public static final int RTM_DELLINK = 17;
    public static final int RTM_GETLINK = 18;
    public static final int RTM_NEWADDR = 20;
    public static final int RTM_NEWROUTE = 24;
    public static final int RTM_DELROUTE = 25;
    public static final int RTM_GETROUTE = 26;

    public static final int RTM_F_FIB_MATCH = 0x2000;
    public static final int RT_TABLE_MAIN = 254;
    public static final int RTPROT_STATIC = 4;
    public static final int RT_SCOPE_UNIVERSE = 0;
    public static final int RT_SCOPE_LINK = 253;
    public static final int RTN_UNICAST = 1;
    public static final int RTN_LOCAL = 2;
    public static final int RTA_DST = 1;
    public static final int RTA_OIF = 4;
    public static final int RTA_GATEWAY = 5;

    @C("sizeof(struct ifinfomsg)")
    public static final int IFINFOMSG_SIZE = 16;
    @C("offsetof(struct ifinfomsg, ifi_index)")
    public static final int IFI_INDEX = 4;
    @C("offsetof(struct ifinfomsg, ifi_flags)")
    public static final int IFI_FLAGS = 8;
    @C("offsetof(struct ifinfomsg, ifi_change)")
    public static final int IFI_CHANGE = 12;

    @C("sizeof(struct rtmsg)")
    public static final int RTMSG_SIZE = 12;
    @C("offsetof(struct rtmsg, rtm_family)")
    public static final int RTM_FAMILY = 0;
    @C("offsetof(struct rtmsg, rtm_dst_len)")
    public static final int RTM_DST_LEN = 1;
    @C("offsetof(struct rtmsg, rtm_table)")
    public static final int RTM_TABLE = 4;
    @C("offsetof(struct rtmsg, rtm_protocol)")
    public static final int RTM_PROTOCOL = 5;
    @C("offsetof(struct rtmsg, rtm_scope)")
    public static final int RTM_SCOPE = 6;
    @C("offsetof(struct rtmsg, rtm_type)")
    public static final int RTM_TYPE = 7;
    @C("offsetof(struct rtmsg, rtm_flags)")
    public static final int RTM_FLAGS = 8;

    private Rtnetlink() {
    }
}
