package io.tributary.convert.main.cli;

import java.util.concurrent.Callable;

/**
 * A verb of the program that lives elsewhere and is found by {@link java.util.ServiceLoader}: a picocli command whose
 * {@code call} returns the exit code.
 */
public interface Verb extends Callable<Integer> {
}
