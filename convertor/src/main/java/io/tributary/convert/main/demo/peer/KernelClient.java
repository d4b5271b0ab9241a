package io.tributary.convert.main.demo.peer;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * The kernel's TCP or MPTCP as a client of the convertor, run inside the client's namespace. One line of JSON per connection
 * on standard output, in the order of their ends; options are those of {@link ClientOptions}, written {@code key=value}.
 */
public final class KernelClient {
    private KernelClient() {
    }

    public static void main(String... words) throws InterruptedException {
        ClientOptions options = ClientOptions.parse(words);
        ExecutorService workers = Executors.newFixedThreadPool(options.concurrent());
        for (int i = 0; i < options.count(); i++) {
            int index = i;
            workers.execute(() -> System.out.println(new ClientConnection(options, index).run()));
        }
        workers.shutdown();
        workers.awaitTermination(1, TimeUnit.HOURS);
    }
}
