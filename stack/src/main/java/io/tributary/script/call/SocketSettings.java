package io.tributary.script.call;

import io.tributary.tcp.TcpConfig;

/** Options of a socket, as far as they are set before there is a connection. */
final class SocketSettings {
    private static final int DEFAULT_SEND_BUFFER = 4 << 20;

    private TcpConfig tcp;
    private int sendBuffer = DEFAULT_SEND_BUFFER;
    private int receiveBuffer;
    private boolean receiveErrors;

    SocketSettings(TcpConfig tcp, int receiveBuffer) {
        this.tcp = tcp;
        this.receiveBuffer = receiveBuffer;
    }

    SocketSettings copy() {
        SocketSettings s = new SocketSettings(tcp, receiveBuffer);
        s.sendBuffer = sendBuffer;
        s.receiveErrors = receiveErrors;
        return s;
    }

    TcpConfig tcp() {
        return tcp;
    }

    void tcp(TcpConfig settings) {
        tcp = settings;
    }

    int sendBuffer() {
        return sendBuffer;
    }

    void sendBuffer(int bytes) {
        sendBuffer = bytes;
    }

    int receiveBuffer() {
        return receiveBuffer;
    }

    void receiveBuffer(int bytes) {
        receiveBuffer = bytes;
    }

    /** IP_RECVERR: soft errors are told as they come. */
    boolean receiveErrors() {
        return receiveErrors;
    }

    void receiveErrors(boolean on) {
        receiveErrors = on;
    }
}
