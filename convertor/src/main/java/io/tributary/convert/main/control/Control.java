package io.tributary.convert.main.control;

import java.util.Map;
import java.util.concurrent.TimeoutException;

/**
 * The commands of the control socket. A request is one line, a flat JSON object with {@code command}; the answer is one line
 * {@code {"ok":true}} or {@code {"ok":false,"error":…,"remedy":…}}, and then what is to be printed, up to the end of the stream.
 */
public final class Control {
    private static final long PATIENCE_MS = 5000;

    private final CommandQueue queue;
    private final Instance instance;
    private final ConnRequests connRequests;

    public Control(CommandQueue queue, Instance instance) {
        this.queue = queue;
        this.instance = instance;
        this.connRequests = new ConnRequests(queue, instance, PATIENCE_MS);
    }

    /** @return everything to be sent back */
    String answer(String line) {
        try {
            return ok() + execute(JsonLine.parse(line));
        } catch (Refusal e) {
            return error(e);
        } catch (IllegalArgumentException | IllegalStateException e) {
            return error(e.getMessage());
        } catch (TimeoutException e) {
            return error("the instance is too busy to answer");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return error("the instance is ending");
        }
    }

    /** Sends those away who watch. */
    void close() {
        instance.paths().monitor().close();
    }

    static String ok() {
        return new JsonWriter().object().field("ok", true).end() + "\n";
    }

    static String error(Refusal e) {
        return new JsonWriter().object().field("ok", false).field("error", e.getMessage()).field("remedy", e.remedy()).end() + "\n";
    }

    /** The instance's events if that is what the line asks for; else null. */
    PathMonitor watched(String line) {
        return "monitor".equals(requested(line, "command")) ? instance.paths().monitor() : null;
    }

    /** What a line that may be nonsense says. */
    static Object requested(String line, String key) {
        try {
            return JsonLine.parse(line).get(key);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static String error(String message) {
        return new JsonWriter().object().field("ok", false).field("error", message).end() + "\n";
    }

    private String execute(Map<String, Object> request) throws TimeoutException, InterruptedException {
        boolean json = Boolean.TRUE.equals(request.get("json"));
        Object command = request.get("command");
        if ("conn show".equals(command)) {
            var sessions = queue.call(instance::connections, PATIENCE_MS);
            return json ? ConnReport.json(sessions) + "\n" : ConnReport.text(sessions, Boolean.TRUE.equals(request.get("info")));
        }
        if ("stat".equals(command)) {
            Object patterns = request.get("patterns");
            var counters = StatReport.matching(queue.call(instance::counters, PATIENCE_MS), patterns == null ? "" : patterns.toString());
            return json ? StatReport.json(counters) + "\n" : StatReport.text(counters, Boolean.TRUE.equals(request.get("zeros")));
        }
        String changed = connRequests.execute(command, request);
        if (changed != null) {
            return changed;
        }
        String name = String.valueOf(command);
        String printed = queue.call(() -> instance.paths().execute(name, request, json), PATIENCE_MS);
        if (printed == null) {
            throw new IllegalArgumentException("unknown command " + command + "; this version knows conn, endpoint, limits, monitor and stat");
        }
        return printed;
    }
}
