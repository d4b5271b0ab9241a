package io.tributary.convert.main.control;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/** Asks a running instance. */
public final class ControlClient {
    private ControlClient() {
    }

    /**
     * Sends one request and prints what comes back.
     *
     * @throws IOException      if no instance can be reached; also when it does not say whether it did what was asked
     * @throws RefusedException if it says no
     */
    public static void ask(Path path, String request, PrintWriter out) throws IOException, RefusedException {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            ByteBuffer line = ByteBuffer.wrap((request + "\n").getBytes(StandardCharsets.UTF_8));
            while (line.hasRemaining()) {
                channel.write(line);
            }
            print(new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8)), out);
        }
    }

    private static void print(BufferedReader answer, PrintWriter out) throws IOException, RefusedException {
        String head = answer.readLine();
        if (head == null) {
            throw new IOException("the instance ended the conversation without an answer");
        }
        check(head);
        char[] buffer = new char[16_384];
        for (int n = answer.read(buffer); n >= 0; n = answer.read(buffer)) {
            out.write(buffer, 0, n);
            out.flush();
            if (out.checkError()) {
                return;
            }
        }
    }

    private static void check(String head) throws IOException, RefusedException {
        Map<String, Object> answer;
        try {
            answer = JsonLine.parse(head);
        } catch (IllegalArgumentException e) {
            throw new IOException("what listens there is not Tributary: " + e.getMessage(), e);
        }
        if (!Boolean.TRUE.equals(answer.get("ok"))) {
            throw new RefusedException(String.valueOf(answer.get("error")), (String) answer.get("remedy"));
        }
    }

    /** The instance says no. */
    public static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1L;

        private final String remedy;

        RefusedException(String message, String remedy) {
            super(message);
            this.remedy = remedy;
        }

        /** What to do; null if it does not say. */
        public String remedy() {
            return remedy;
        }
    }
}
