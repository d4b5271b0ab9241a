package io.tributary.script.packet;

import io.tributary.mptcp.open.Keys;
import io.tributary.script.syntax.MptcpLine.Operand;
import io.tributary.script.syntax.Position;
import io.tributary.script.syntax.ScriptException;
import java.util.HashMap;
import java.util.Map;

/** One MPTCP connection as both ends of the script know it: keys, what follows from them, and how far each stream has come. */
final class MptcpSession {
    private final Map<String, Long> names;
    private Long localKey;
    private Long remoteKey;
    private boolean checksum;
    private long localNext = 1;
    private long remoteNext = 1;

    /** @param names keys by name, which outlive a connection */
    MptcpSession(Map<String, Long> names) {
        this.names = names;
    }

    MptcpSession() {
        this(new HashMap<>());
    }

    /** Another connection of the same script. */
    MptcpSession next() {
        return new MptcpSession(names);
    }

    Long localKey() {
        return localKey;
    }

    Long remoteKey() {
        return remoteKey;
    }

    void localKey(long key) {
        localKey = key;
    }

    void remoteKey(long key) {
        remoteKey = key;
    }

    /** DSS checksums are in use: one side asked for them. */
    boolean checksum() {
        return checksum;
    }

    void requireChecksum() {
        checksum = true;
    }

    /** Relative data sequence number behind all that the stack has sent. */
    long localNext() {
        return localNext;
    }

    void localSent(long upTo) {
        localNext = Math.max(localNext, upTo);
    }

    /** The same for the script's peer. */
    long remoteNext() {
        return remoteNext;
    }

    void remoteSent(long upTo) {
        remoteNext = Math.max(remoteNext, upTo);
    }

    boolean isNamed(String name) {
        return names.containsKey(name);
    }

    void name(String name, long key) {
        names.put(name, key);
    }

    /** The value of an operand; {@code name=N} gives the name that value. */
    long value(Operand o, Position p) throws ScriptException {
        if (o.isNumber()) {
            return o.plus();
        }
        if (o.define() != null) {
            names.put(o.name(), o.define());
        }
        Long known = names.get(o.name());
        if (known == null) {
            throw ScriptException.failed(p, "no key is called " + o.name());
        }
        return known + o.plus();
    }

    static int tokenOf(long key) {
        return new Keys().derive(key).token();
    }

    /** 0 while the key is not known. */
    static long idsnOf(Long key) {
        return key == null ? 0 : new Keys().derive(key).idsn();
    }
}
