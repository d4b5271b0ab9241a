package io.tributary.script;

import io.tributary.script.host.StackSettings;
import io.tributary.script.host.World;
import io.tributary.script.syntax.Printable;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Shell commands of scripts: those that change how the stack behaves are recognised, none is ever run. */
final class Commands {
    private static final Pattern SETTING = Pattern.compile("(?:/proc/sys/)?net[./]((?:ipv4|ipv6|inet|mptcp|core)[./][\\w./]+)\\s*=\\s*(\"[^\"]*\"|'[^']*'|[^\\s;\"']+)");

    private final StackSettings settings;
    private final List<String> notes;
    private World world;

    Commands(StackSettings settings, List<String> notes) {
        this.settings = settings;
        this.notes = notes;
    }

    /** From now on commands act on a running stack. */
    void startWith(World w) {
        world = w;
    }

    void apply(String command) {
        boolean known = false;
        Matcher m = SETTING.matcher(command);
        while (m.find()) {
            String name = m.group(1).replace('/', '.');
            known |= Sysctl.set(settings, name, m.group(2).replaceAll("[\"']", "").strip());
        }
        if (command.contains("qdisc") && world != null) {
            world.device().swallow(command.contains("limit 0") && !command.contains(" del "));
            known = true;
        }
        if (!known && !command.contains("defaults.sh")) {
            String text = Printable.of(command.strip().replaceAll("\\s+", " "));
            notes.add("ignored command: " + text.substring(0, Math.min(80, text.length())));
        }
    }
}
