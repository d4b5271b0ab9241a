package io.tributary.abi;

/** {@code struct virtio_net_hdr}, which a TUN with IFF_VNET_HDR puts in front of each packet; in host order unless told otherwise. */
@Header("linux/virtio_net.h")
public final class VirtioNetHdr {
    public static final int VIRTIO_NET_HDR_F_NEEDS_CSUM = 1;
    public static final int VIRTIO_NET_HDR_F_DATA_VALID = 2;
    public static final int VIRTIO_NET_HDR_GSO_NONE = 0;
    public static final int VIRTIO_NET_HDR_GSO_TCPV4 = 1;
    public static final int VIRTIO_NET_HDR_GSO_UDP = 3;
    public static final int VIRTIO_NET_HDR_GSO_TCPV6 = 4;
    public static final int VIRTIO_NET_HDR_GSO_ECN = 0x80;

    @C("sizeof(struct virtio_net_hdr)")
    public static final int SIZE = 10;
    @C("offsetof(struct virtio_net_hdr, flags)")
    public static final int FLAGS = 0;
    @C("offsetof(struct virtio_net_hdr, gso_type)")
    public static final int GSO_TYPE = 1;
    @C("offsetof(struct virtio_net_hdr, hdr_len)")
    public static final int HDR_LEN = 2;
    @C("offsetof(struct virtio_net_hdr, gso_size)")
    public static final int GSO_SIZE = 4;
    @C("offsetof(struct virtio_net_hdr, csum_start)")
    public static final int CSUM_START = 6;
    @C("offsetof(struct virtio_net_hdr, csum_offset)")
    public static final int CSUM_OFFSET = 8;

    private VirtioNetHdr() {
    }
}
