package io.tributary.connection;

import io.tributary.tcp.TcpConfig;
import io.tributary.wire.IpAddress;

/**
 * How to open a connection.
 *
 * @param zone        zone whose interfaces it uses
 * @param local       source address; {@link IpAddress#ANY}: the zone's with the longest prefix in common with the remote
 * @param localPort   0: chosen (RFC 6056)
 * @param multipath   offer MP_CAPABLE
 * @param checksum    ask for DSS checksums
 * @param drivenSyn   the SYN has no timer of its own: only {@link Connection#repeatSyn} repeats it
 * @param synPayload  bytes to carry in the SYN without a Fast Open cookie (a Convert request); empty for none. They are not
 *                    part of the outbound stream when the peer acknowledges them, and are repeated in every SYN
 * @param tcp         settings of this connection; null for the shard's
 * @param fastOpen    the SYN asks for a Fast Open cookie or, where one is known, carries what the outbound stream holds when it
 *                    goes out. Only for what the peer's application may see twice. Not together with a driven SYN or SYN payload
 * @param insistent   offer MP_CAPABLE even where such SYNs were found to be dropped
 */
public record ConnectSpec(int zone, IpAddress local, int localPort, IpAddress remote, int remotePort, boolean multipath,
                          boolean checksum, boolean drivenSyn, byte[] synPayload, TcpConfig tcp, boolean fastOpen,
                          boolean insistent) {
    public static ConnectSpec to(int zone, IpAddress remote, int port) {
        return new ConnectSpec(zone, IpAddress.ANY, 0, remote, port, true, false, false, new byte[0], null, false, false);
    }

    public ConnectSpec from(IpAddress address, int port) {
        return new ConnectSpec(zone, address, port, remote, remotePort, multipath, checksum, drivenSyn, synPayload, tcp, fastOpen, insistent);
    }

    public ConnectSpec multipath(boolean on) {
        return new ConnectSpec(zone, local, localPort, remote, remotePort, on, checksum, drivenSyn, synPayload, tcp, fastOpen, insistent);
    }

    public ConnectSpec checksum(boolean on) {
        return new ConnectSpec(zone, local, localPort, remote, remotePort, multipath, on, drivenSyn, synPayload, tcp, fastOpen, insistent);
    }

    public ConnectSpec drivenSyn(boolean on) {
        return new ConnectSpec(zone, local, localPort, remote, remotePort, multipath, checksum, on, synPayload, tcp, fastOpen, insistent);
    }

    public ConnectSpec synPayload(byte[] bytes) {
        return new ConnectSpec(zone, local, localPort, remote, remotePort, multipath, checksum, drivenSyn, bytes, tcp, fastOpen, insistent);
    }

    public ConnectSpec tcp(TcpConfig settings) {
        return new ConnectSpec(zone, local, localPort, remote, remotePort, multipath, checksum, drivenSyn, synPayload, settings, fastOpen, insistent);
    }

    public ConnectSpec fastOpen(boolean on) {
        return new ConnectSpec(zone, local, localPort, remote, remotePort, multipath, checksum, drivenSyn, synPayload, tcp, on, insistent);
    }

    public ConnectSpec insistent(boolean on) {
        return new ConnectSpec(zone, local, localPort, remote, remotePort, multipath, checksum, drivenSyn, synPayload, tcp, fastOpen, on);
    }
}
