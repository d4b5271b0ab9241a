package io.tributary.convert.main.demo.peer;

import io.tributary.driver.kernel.KernelSocket;

/** A stream in each direction. Failures are unchecked exceptions of whoever carries the bytes. */
interface Duplex {
    /** Waits for room. @return how many of the bytes were taken */
    int send(byte[] bytes, int at, int length);

    /** Waits for bytes. @return how many, -1 at the end of the stream */
    int receive(byte[] into, int at, int length);

    /** Nothing more will be sent. */
    void endOutput();

    /** Breaks both directions off at once. */
    void abort();

    static Duplex of(KernelSocket socket) {
        return new Duplex() {
            @Override
            public int send(byte[] bytes, int at, int length) {
                return socket.send(bytes, at, length);
            }

            @Override
            public int receive(byte[] into, int at, int length) {
                return socket.receive(into, at, length);
            }

            @Override
            public void endOutput() {
                socket.shutdownOutput();
            }

            @Override
            public void abort() {
                socket.abortOnClose();
                socket.close();
            }
        };
    }
}
