package io.tributary.tcp.loss;

/**
 * A sequence of small numbers that grows at its end, shrinks at its beginning, and takes insertions and removals in between by
 * moving its shorter side: what touches it is mostly near one of its ends.
 */
final class SlotOrder {
    private int[] slots = new int[16];
    private int base;
    private int size;

    int size() {
        return size;
    }

    int get(int i) {
        return slots[base + i];
    }

    void addLast(int slot) {
        if (base + size == slots.length) {
            makeRoom();
        }
        slots[base + size++] = slot;
    }

    int removeFirst() {
        size--;
        return slots[base++];
    }

    void insert(int i, int slot) {
        if (base > 0 && i < size / 2) {
            System.arraycopy(slots, base, slots, base - 1, i);
            base--;
        } else {
            if (base + size == slots.length) {
                makeRoom();
            }
            System.arraycopy(slots, base + i, slots, base + i + 1, size - i);
        }
        slots[base + i] = slot;
        size++;
    }

    void remove(int i) {
        if (i < size / 2) {
            System.arraycopy(slots, base, slots, base + 1, i);
            base++;
        } else {
            System.arraycopy(slots, base + i + 1, slots, base + i, size - i - 1);
        }
        size--;
    }

    /** Room at the end, and some at the beginning; moves everything only after as many steps as there is to move. */
    private void makeRoom() {
        int[] to = size > slots.length / 2 ? new int[slots.length * 2] : slots;
        int at = size > slots.length / 2 ? slots.length / 4 : 0;
        System.arraycopy(slots, base, to, at, size);
        slots = to;
        base = at;
    }
}
