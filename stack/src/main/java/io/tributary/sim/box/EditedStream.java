package io.tributary.sim.box;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One direction of a connection whose payload is edited on the way: replaces what is looked for, once for each byte that
 * passes for the first time, and afterwards translates positions both ways, so that repetitions carry the same edits however they
 * are cut. Positions count from the first sequence number seen.
 */
final class EditedStream {
    private final byte[] find;
    private final byte[] replace;
    private final List<Edit> edits = new ArrayList<>();
    private boolean started;
    private int base;
    private long highest;

    private record Edit(long at, int before, byte[] now) {
        long end() {
            return at + before;
        }
    }

    EditedStream(byte[] find, byte[] replace) {
        this.find = find;
        this.replace = replace;
    }

    int edits() {
        return edits.size();
    }

    /** Sequence number as the receiver knows it. */
    int translate(int seq) {
        return base + (int) map(position(seq));
    }

    /** Sequence number as the sender knows it, never beyond what it sent. */
    int untranslate(int seq) {
        if (!started) {
            return seq;
        }
        return base + (int) unmap(highestMapped() + (seq - (base + (int) highestMapped())));
    }

    private long highestMapped() {
        return map(highest);
    }

    /** Takes a segment in. @return its payload after the edits */
    byte[] pass(int seq, int seqLength, byte[] payload, boolean mayEdit) {
        long from = position(seq);
        if (mayEdit) {
            look(from, payload);
        }
        highest = Math.max(highest, from + seqLength);
        return edited(from, payload);
    }

    private long position(int seq) {
        if (!started) {
            started = true;
            base = seq;
        }
        return highest + (seq - (base + (int) highest));
    }

    private void look(long from, byte[] payload) {
        int i = (int) Math.max(0, highest - from);
        while (i + find.length <= payload.length) {
            if (Arrays.equals(payload, i, i + find.length, find, 0, find.length)) {
                edits.add(new Edit(from + i, find.length, replace));
                i += find.length;
            } else {
                i++;
            }
        }
    }

    private byte[] edited(long from, byte[] payload) {
        long to = from + payload.length;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        long at = from;
        for (Edit e : edits) {
            if (e.at >= to || e.end() <= from) {
                continue;
            }
            if (e.at > at) {
                out.write(payload, (int) (at - from), (int) (e.at - at));
            }
            long end = Math.min(to, e.end());
            int first = (int) Math.min(Math.max(from - e.at, 0), e.now.length);
            int last = end == e.end() ? e.now.length : (int) Math.min(end - e.at, e.now.length);
            out.write(e.now, first, last - first);
            at = end;
        }
        out.write(payload, (int) (at - from), (int) (to - at));
        return out.toByteArray();
    }

    private long map(long position) {
        long shift = 0;
        for (Edit e : edits) {
            if (position <= e.at) {
                break;
            }
            if (position < e.end()) {
                return e.at + shift + Math.min(position - e.at, e.now.length);
            }
            shift += e.now.length - e.before;
        }
        return position + shift;
    }

    private long unmap(long position) {
        long shift = 0;
        for (Edit e : edits) {
            long at = e.at + shift;
            // what was taken out altogether is delivered with what stood before it
            if (position < at || position == at && e.now.length > 0) {
                break;
            }
            if (position < at + e.now.length) {
                return Math.min(highest, e.at + Math.min(position - at, e.before));
            }
            shift += e.now.length - e.before;
        }
        return Math.min(highest, position - shift);
    }
}
