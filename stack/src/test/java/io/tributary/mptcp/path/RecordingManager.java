package io.tributary.mptcp.path;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** A path manager of somebody else: remembers what it hears, does what a test says. */
public final class RecordingManager implements PathManager {
    public final List<PathEvent> events = new ArrayList<>();
    public int timers;
    public BiConsumer<PathActions, PathEvent> onEvent = (c, e) -> { };

    @Override
    public String name() {
        return "recording";
    }

    private void heard(PathActions c, PathEvent e) {
        events.add(e);
        onEvent.accept(c, e);
    }

    @Override
    public void onCreated(PathActions c, PathEvent e, long nowNs) {
        heard(c, e);
    }

    @Override
    public void onEstablished(PathActions c, PathEvent e, long nowNs) {
        heard(c, e);
    }

    @Override
    public void onAnnounced(PathActions c, PathEvent e, long nowNs) {
        heard(c, e);
    }

    @Override
    public void onRemoved(PathActions c, PathEvent e, long nowNs) {
        heard(c, e);
    }

    @Override
    public void onSubflowEstablished(PathActions c, PathEvent e, long nowNs) {
        heard(c, e);
    }

    @Override
    public void onSubflowClosed(PathActions c, PathEvent e, long nowNs) {
        heard(c, e);
    }

    @Override
    public void onSubflowPriority(PathActions c, PathEvent e, long nowNs) {
        heard(c, e);
    }

    @Override
    public void onClosed(PathActions c, PathEvent e) {
        heard(c, e);
    }

    @Override
    public void onTimer(PathActions c, long nowNs) {
        timers++;
    }
}
