package io.tributary.convert.main.demo.lab;

/** Bytes that an interface has carried in each direction. */
public record Traffic(long receivedBytes, long sentBytes) {
    public static final Traffic NONE = new Traffic(0, 0);

    public Traffic since(Traffic earlier) {
        return new Traffic(receivedBytes - earlier.receivedBytes, sentBytes - earlier.sentBytes);
    }

    public long totalBytes() {
        return receivedBytes + sentBytes;
    }
}
