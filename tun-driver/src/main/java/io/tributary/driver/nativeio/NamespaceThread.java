package io.tributary.driver.nativeio;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** One task on one thread that ends with it, so that a changed namespace is never met by other work. */
final class NamespaceThread {
    private NamespaceThread() {
    }

    static <T> T call(String threadName, Callable<T> task) {
        FutureTask<T> future = new FutureTask<>(task);
        Thread thread = new Thread(future, threadName);
        thread.setDaemon(true);
        thread.start();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return future.get();
                } catch (InterruptedException e) {
                    // The task may hold native resources that only it can name: let it finish, and let it know.
                    interrupted = true;
                    thread.interrupt();
                } catch (ExecutionException e) {
                    throw rethrow(e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static RuntimeException rethrow(Throwable cause) {
        // The stack of the other thread says where, this one's says for whom: keep both.
        cause.addSuppressed(new Exception("called from"));
        if (cause instanceof Error) {
            throw (Error) cause;
        }
        return cause instanceof RuntimeException ? (RuntimeException) cause : new IllegalStateException(cause);
    }
}
