package io.tributary.mptcp;

import io.tributary.buffer.InboundStream;
import io.tributary.buffer.OutboundStream;
import io.tributary.connection.ConnectSpec;
import io.tributary.connection.ConnectionHost;
import io.tributary.ip.FlowKey;
import io.tributary.ip.NetInterface;
import io.tributary.tcp.SynRecord;
import io.tributary.tcp.Tcb;
import io.tributary.tcp.TcpConfig;
import io.tributary.tcp.TcpExtension;

/** What a connection with subflows needs of its shard: addresses, ports and interfaces are not its business. */
public interface SubflowHost extends ConnectionHost {
    /**
     * Opens a subflow: its SYN goes out with the next transmit, its flow is entered in the table. The extension is not
     * called before this returns.
     *
     * @param spec local address {@code ANY} and port 0: chosen
     * @return null if there is no route, no port or no memory
     */
    Tcb connect(MptcpConnection c, ConnectSpec spec, OutboundStream text, InboundStream sink, TcpExtension extension, long nowNs);

    /**
     * Accepts a subflow: its SYN/ACK goes out with the next transmit, on the interface the SYN came from. The extension
     * is not called before this returns.
     *
     * @return null if there is no memory
     */
    Tcb accept(MptcpConnection c, FlowKey key, NetInterface from, SynRecord syn, OutboundStream text, InboundStream sink,
               TcpExtension extension, long nowNs);

    /** Settings of connections that bring none of their own. */
    TcpConfig tcpConfig();
}
