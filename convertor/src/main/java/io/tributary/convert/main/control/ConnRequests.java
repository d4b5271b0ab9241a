package io.tributary.convert.main.control;

import java.util.Map;
import java.util.concurrent.TimeoutException;

/** Requests that change a connection: {@code conn set}, {@code conn close}, {@code conn abort}. */
final class ConnRequests {
    private final CommandQueue queue;
    private final Instance instance;
    private final long patienceMs;

    ConnRequests(CommandQueue queue, Instance instance, long patienceMs) {
        this.queue = queue;
        this.instance = instance;
        this.patienceMs = patienceMs;
    }

    /** @return what is to be printed; null if {@code command} is none of these */
    String execute(Object command, Map<String, Object> request) throws TimeoutException, InterruptedException {
        if ("conn set".equals(command)) {
            if (!"scheduler".equals(request.get("what")) || !(request.get("value") instanceof String name)) {
                throw new Refusal("conn set cannot set " + request.get("what"), "it can set: scheduler");
            }
            long id = id(request);
            return queue.call(() -> instance.scheduler(id, name), patienceMs) + System.lineSeparator();
        }
        if ("conn close".equals(command)) {
            long id = id(request);
            return queue.call(() -> {
                instance.closeConnection(id);
                return "";
            }, patienceMs);
        }
        if ("conn abort".equals(command)) {
            long id = id(request);
            return queue.call(() -> {
                instance.abortConnection(id);
                return "";
            }, patienceMs);
        }
        return null;
    }

    private static long id(Map<String, Object> request) {
        if (request.get("id") instanceof Long id) {
            return id;
        }
        throw new Refusal("no connection named", "give the number that conn show prints first");
    }
}
