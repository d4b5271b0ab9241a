package io.tributary.script;

import io.tributary.script.host.MptcpEndpoints;
import io.tributary.script.host.ScriptDevice;
import io.tributary.script.host.StackSettings;
import io.tributary.script.host.World;
import io.tributary.script.syntax.Printable;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Shell commands of scripts: those that change how the stack behaves are recognised, none is ever run. */
final class Commands {
    private static final Pattern SETTING =
        Pattern.compile("(?:/proc/sys/)?net[./]((?:ipv4|ipv6|inet|mptcp|core)[./][\\w./]+)\\s*=\\s*(\"[^\"]*\"|'[^']*'|[^\\s;\"']+)");

    private final StackSettings settings;
    private final MptcpEndpoints endpoints;
    private final List<String> notes;
    private ScriptDevice device;
    private boolean swallowing;

    Commands(StackSettings settings, MptcpEndpoints endpoints, List<String> notes) {
        this.settings = settings;
        this.endpoints = endpoints;
        this.notes = notes;
    }

    /** The stack exists from now on: what changes how it is set up comes too late, endpoints and limits of MPTCP aside. */
    void startWith(World world) {
        device = world.device();
        endpoints.startWith(world);
        device.swallow(swallowing);
    }

    void apply(String command) {
        boolean known = command.contains("defaults.sh");
        Matcher m = SETTING.matcher(command);
        while (m.find()) {
            String name = m.group(1).replace('/', '.');
            known |= device == null && Sysctl.set(settings, name, m.group(2).replaceAll("[\"']", "").strip());
        }
        if (command.contains("qdisc")) {
            swallowing = command.contains("limit 0") && !command.contains(" del ");
            if (device != null) {
                device.swallow(swallowing);
            }
            known = true;
        }
        known |= multipath(command);
        if (!known) {
            String text = Printable.of(command.strip().replaceAll("\\s+", " "));
            notes.add((device == null ? "" : "now ") + "ignored command: " + text.substring(0, Math.min(80, text.length())));
        }
    }

    /** {@code ip mptcp} and the two usual set-ups: a client that follows announcements, a server that announces its second address. */
    private boolean multipath(String command) {
        if (device == null && (command.contains("client.sh") || command.contains("server.sh"))) {
            endpoints.limits(4, 4);
            if (command.contains("server.sh")) {
                endpoints.announceSecond();
            }
            return true;
        }
        Matcher limits = Pattern.compile("mptcp\\s+limits\\s+set\\b([^\\n;]*)").matcher(command);
        boolean known = false;
        while (limits.find()) {
            known |= endpoints.limits(word(limits.group(1), "subflows?"), word(limits.group(1), "add_addr_accepted"));
        }
        Matcher endpoint = Pattern.compile("mptcp\\s+endpoint\\s+(add|del(?:ete)?|change|flush)\\b([^\\n;]*)").matcher(command);
        while (endpoint.find()) {
            known |= endpoints.command(endpoint.group(1), List.of(endpoint.group(2).strip().split("\\s+")));
        }
        return known;
    }

    /** @return -1 if it is not there */
    private static int word(String words, String name) {
        Matcher m = Pattern.compile("\\b" + name + "\\s+(\\d)\\b").matcher(words);
        return m.find() ? Integer.parseInt(m.group(1)) : -1;
    }
}
