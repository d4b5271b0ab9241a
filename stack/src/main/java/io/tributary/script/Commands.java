package io.tributary.script;

import io.tributary.mptcp.MptcpConfig;
import io.tributary.script.host.MptcpEndpoints;
import io.tributary.script.host.ScriptDevice;
import io.tributary.script.host.StackSettings;
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

    /** The stack exists from now on: what changes how it is set up comes too late. */
    void startWith(ScriptDevice d) {
        device = d;
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
        known |= device == null && multipath(command);
        if (!known) {
            String text = Printable.of(command.strip().replaceAll("\\s+", " "));
            notes.add((device == null ? "" : "now ") + "ignored command: " + text.substring(0, Math.min(80, text.length())));
        }
    }

    /** {@code ip mptcp} and the two usual set-ups: a client that follows announcements, a server that announces its second address. */
    private boolean multipath(String command) {
        if (command.contains("client.sh") || command.contains("server.sh")) {
            settings.mptcp(settings.mptcp().withLimits(4, 4));
            if (command.contains("server.sh")) {
                endpoints.announceSecond();
            }
            return true;
        }
        Matcher limits = Pattern.compile("mptcp\\s+limits\\s+set\\b([^\\n;]*)").matcher(command);
        boolean known = false;
        while (limits.find()) {
            MptcpConfig c = settings.mptcp();
            settings.mptcp(c.withLimits(word(limits.group(1), "subflows?", c.paths().subflows()),
                word(limits.group(1), "add_addr_accepted", c.paths().addAddrAccepted())));
            known = true;
        }
        Matcher endpoint = Pattern.compile("mptcp\\s+endpoint\\s+add\\s+([^\\n;]*)").matcher(command);
        while (endpoint.find()) {
            known |= endpoints.add(endpoint.group(1).strip().split("\\s+"));
        }
        return known;
    }

    private static int word(String words, String name, int usual) {
        Matcher m = Pattern.compile("\\b" + name + "\\s+(\\d)\\b").matcher(words);
        return m.find() ? Math.min(7, Integer.parseInt(m.group(1))) : usual;
    }
}
