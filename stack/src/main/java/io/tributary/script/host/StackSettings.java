package io.tributary.script.host;

import io.tributary.mptcp.MptcpConfig;
import io.tributary.shard.ShardConfig;
import io.tributary.tcp.TcpConfig;
import io.tributary.tcp.open.ListenSettings;
import io.tributary.tcp.open.OpenSettings;

/** How the stack under test is set up: what profiles and commands of scripts change. */
public final class StackSettings {
    /** The listeners of scripts are a kernel's: nobody decides about their SYNs. */
    private TcpConfig tcp = TcpConfig.DEFAULT.with(OpenSettings.DEFAULT.with(ListenSettings.PLAIN));
    private MptcpConfig mptcp = MptcpConfig.DEFAULT;
    private int receiveBuffer;
    /** 0: as large as the buffer. */
    private int firstWindow;
    private boolean checksum;
    private boolean comparesBuffers = true;

    /** @param receiveBuffer bytes; the window scale follows from it */
    public StackSettings(int receiveBuffer) {
        this.receiveBuffer = receiveBuffer;
    }

    public TcpConfig tcp() {
        int first = Math.max(2048, firstWindow > 0 ? firstWindow : receiveBuffer);
        return tcp.with(tcp.socket().withReceiveWindow(first, Math.max(first, receiveBuffer)));
    }

    public void tcp(TcpConfig config) {
        tcp = config;
    }

    public MptcpConfig mptcp() {
        return mptcp;
    }

    public void mptcp(MptcpConfig config) {
        mptcp = config;
    }

    public int receiveBuffer() {
        return receiveBuffer;
    }

    public void receiveBuffer(int bytes) {
        receiveBuffer = bytes;
    }

    /** The window at the start, bytes; it grows to the size of the buffer. */
    public void firstWindow(int bytes) {
        firstWindow = bytes;
    }

    /** DSS checksums are asked for. */
    public boolean checksum() {
        return checksum;
    }

    public void checksum(boolean on) {
        checksum = on;
    }

    /** What scripts say about the sizes of socket buffers is compared with ours. */
    public boolean comparesBuffers() {
        return comparesBuffers;
    }

    public void comparesBuffers(boolean on) {
        comparesBuffers = on;
    }

    public ShardConfig shard() {
        return new ShardConfig(tcp(), 1000, 1000).withMptcp(mptcp);
    }
}
