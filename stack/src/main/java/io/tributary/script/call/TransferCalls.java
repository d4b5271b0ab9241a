package io.tributary.script.call;

import io.tributary.script.syntax.ScriptException;
import io.tributary.script.syntax.Value;
import io.tributary.script.syntax.Value.Fields;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;

/** Calls that move bytes, and those that end the stream. */
final class TransferCalls {
    private static final Set<String> KNOWN_FLAGS = Set.of("MSG_DONTWAIT", "MSG_NOSIGNAL", "MSG_PEEK", "MSG_MORE", "MSG_WAITALL",
        "MSG_TRUNC");

    private final SocketTable sockets;
    private final LongSupplier clock;

    TransferCalls(SocketTable sockets, LongSupplier clock) {
        this.sockets = sockets;
        this.clock = clock;
    }

    /** {@code write(fd, ..., n)} and {@code send(fd, ..., n, flags)}; {@code sendto} has an address behind. */
    Attempt write(Arguments a) throws ScriptException {
        return send(a, a.atLeast(3).length(2), known(a, 3));
    }

    Attempt writev(Arguments a) throws ScriptException {
        return send(a, total(a, a.atLeast(2).value(1)), Set.of());
    }

    Attempt sendmsg(Arguments a) throws ScriptException {
        return send(a, total(a, vectors(a)), known(a, 2));
    }

    private Attempt send(Arguments a, int length, Set<String> flags) throws ScriptException {
        ScriptSocket s = sockets.get(a);
        boolean waits = !s.nonBlocking && !flags.contains("MSG_DONTWAIT");
        int[] done = {0};
        return () -> {
            String error = s.takeError();
            if (error != null) {
                return Outcome.error(error);
            }
            if (s.opener != null) {
                Runnable opener = s.opener;
                s.opener = null;
                int n = s.write(length);
                opener.run();
                return Outcome.of(n);
            }
            if (s.connection == null) {
                return Outcome.error("ENOTCONN");
            }
            if (s.isWriteShut()) {
                return Outcome.error("EPIPE");
            }
            if (!s.established) {
                return waits ? null : Outcome.error("EAGAIN");
            }
            s.moreToCome(flags.contains("MSG_MORE"));
            done[0] += s.write(length - done[0]);
            return done[0] == length || done[0] > 0 && !waits ? Outcome.of(done[0]) : waits ? null : Outcome.error("EAGAIN");
        };
    }

    Attempt read(Arguments a) throws ScriptException {
        return receive(a, a.atLeast(3).length(2), known(a, 3));
    }

    Attempt readv(Arguments a) throws ScriptException {
        return receive(a, total(a, a.atLeast(2).value(1)), Set.of());
    }

    Attempt recvmsg(Arguments a) throws ScriptException {
        return receive(a, total(a, vectors(a)), known(a, 2));
    }

    private Attempt receive(Arguments a, int length, Set<String> flags) throws ScriptException {
        ScriptSocket s = sockets.get(a);
        boolean waits = !s.nonBlocking && !flags.contains("MSG_DONTWAIT");
        boolean all = flags.contains("MSG_WAITALL");
        return () -> {
            if (s.connection == null || s.connection != null && !s.established && !s.isOver()) {
                return s.connection == null ? Outcome.error("ENOTCONN") : waits ? null : Outcome.error("EAGAIN");
            }
            int available = s.available();
            if (available > 0 && (!all || available >= length || s.in.endSeen())) {
                return Outcome.of(read(s, a, length, flags.contains("MSG_PEEK")));
            }
            String error = s.takeError();
            if (error != null) {
                return Outcome.error(error);
            }
            if (s.isAtEnd() || length == 0) {
                return Outcome.DONE;
            }
            return waits ? null : Outcome.error("EAGAIN");
        };
    }

    private static int read(ScriptSocket s, Arguments a, int length, boolean peek) throws ScriptException {
        try {
            return s.read(length, peek);
        } catch (IllegalStateException e) {
            throw a.failed(e.getMessage());
        }
    }

    Attempt close(Arguments a) throws ScriptException {
        ScriptSocket s = sockets.get(a);
        return () -> {
            sockets.remove(a.number(0));
            s.close(clock.getAsLong());
            return Outcome.DONE;
        };
    }

    Attempt shutdown(Arguments a) throws ScriptException {
        ScriptSocket s = sockets.get(a.atLeast(2));
        String how = a.symbol(1);
        return () -> {
            if (s.connection == null || s.isOver()) {
                return Outcome.error("ENOTCONN");
            }
            if (!how.equals("SHUT_WR") && !how.equals("1")) {
                s.readShut = true;
            }
            if (!how.equals("SHUT_RD") && !how.equals("0")) {
                s.out.end();
            }
            return Outcome.DONE;
        };
    }

    private static Set<String> known(Arguments a, int i) throws ScriptException {
        Set<String> flags = a.flags(i);
        for (String f : flags) {
            if (!KNOWN_FLAGS.contains(f)) {
                throw f.equals("MSG_ZEROCOPY") || f.equals("MSG_ERRQUEUE")
                    ? ScriptException.notApplicable(a.position(), f + " is about another system's memory") : a.unsupported("flag " + f);
            }
        }
        return flags;
    }

    private static Value vectors(Arguments a) throws ScriptException {
        if (a.atLeast(2).value(1) instanceof Fields f && f.fields().get("msg_iov") != null) {
            return f.fields().get("msg_iov");
        }
        throw a.failed("no msg_iov");
    }

    /** The lengths of {@code [{..., 100}, {..., 200}]} together. */
    private static int total(Arguments a, Value vectors) throws ScriptException {
        long sum = 0;
        for (Value v : vectors instanceof Value.Items l ? l.items() : List.of(vectors)) {
            Value length = v instanceof Fields f ? f.fields().getOrDefault("iov_len", f.fields().get("1")) : null;
            if (length == null) {
                throw a.failed("a vector without a length");
            }
            sum += a.number(length);
        }
        if (sum < 0 || sum > 64 << 20) {
            throw a.failed("a length of " + sum);
        }
        return (int) sum;
    }
}
