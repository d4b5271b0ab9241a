package io.tributary.script.packet;

import io.tributary.mptcp.open.Hmac;
import io.tributary.script.syntax.Position;
import io.tributary.script.syntax.ScriptException;

/** An MPTCP connection seen from the sender of an option: the stack, or the script's peer. */
record Perspective(MptcpSession session, Subflow subflow, boolean stack) {
    Long ownKey() {
        return stack ? session.localKey() : session.remoteKey();
    }

    Long peerKey() {
        return stack ? session.remoteKey() : session.localKey();
    }

    long ownIdsn() {
        return MptcpSession.idsnOf(ownKey());
    }

    long peerIdsn() {
        return MptcpSession.idsnOf(peerKey());
    }

    private int ownNonce() {
        return stack ? subflow.localNonce() : subflow.remoteNonce();
    }

    private int peerNonce() {
        return stack ? subflow.remoteNonce() : subflow.localNonce();
    }

    void ownKey(long key) {
        if (stack) {
            session.localKey(key);
        } else {
            session.remoteKey(key);
        }
    }

    /** The HMAC of a join, 32 bytes. */
    byte[] joinHmac(Position p) throws ScriptException {
        needKeys(p);
        return new Hmac().join(ownKey(), peerKey(), ownNonce(), peerNonce()).clone();
    }

    long addressHmac(int id, long hi, long lo, int port, Position p) throws ScriptException {
        needKeys(p);
        return new Hmac().address(ownKey(), peerKey(), id, hi, lo, port);
    }

    private void needKeys(Position p) throws ScriptException {
        if (ownKey() == null || peerKey() == null) {
            throw ScriptException.failed(p, "the keys are not known: no MP_CAPABLE was exchanged");
        }
    }

    /** Relative number behind the data that the sender of this option sent, and its peer. */
    long ownNext() {
        return stack ? session.localNext() : session.remoteNext();
    }

    long peerNext() {
        return stack ? session.remoteNext() : session.localNext();
    }

    void ownSent(long upTo) {
        if (stack) {
            session.localSent(upTo);
        } else {
            session.remoteSent(upTo);
        }
    }
}
