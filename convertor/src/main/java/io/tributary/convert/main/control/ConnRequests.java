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

    private interface Action {
        String run() throws RequestException;
    }

    /** @return what is to be printed; null if {@code command} is none of these */
    String execute(Object command, Map<String, Object> request) throws RequestException, TimeoutException, InterruptedException {
        if ("conn set".equals(command)) {
            if (!"scheduler".equals(request.get("what")) || !(request.get("value") instanceof String name)) {
                throw new RequestException("conn set cannot set " + request.get("what"), "it can set: scheduler");
            }
            long id = id(request);
            return run(() -> instance.scheduler(id, name)) + System.lineSeparator();
        }
        if ("conn close".equals(command)) {
            long id = id(request);
            return run(() -> {
                instance.closeConnection(id);
                return "";
            });
        }
        if ("conn abort".equals(command)) {
            long id = id(request);
            return run(() -> {
                instance.abortConnection(id);
                return "";
            });
        }
        return null;
    }

    private static long id(Map<String, Object> request) throws RequestException {
        if (request.get("id") instanceof Long id) {
            return id;
        }
        throw new RequestException("no connection named", "give the number that conn show prints first");
    }

    /** On the loop's thread; its refusal is no failure of the loop. */
    private String run(Action a) throws RequestException, TimeoutException, InterruptedException {
        Object result = queue.<Object>call(() -> {
            try {
                return a.run();
            } catch (RequestException e) {
                return e;
            }
        }, patienceMs);
        if (result instanceof RequestException e) {
            throw e;
        }
        return (String) result;
    }
}
