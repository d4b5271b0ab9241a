package io.tributary.convert.main.cli;

import io.tributary.convert.main.FailureException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that asks a running instance: what each of them has. */
abstract class InstanceVerb implements Callable<Integer> {
    @Spec
    CommandSpec spec;
    @Mixin
    ControlOptions control;

    /** Sends the request and prints what comes back. */
    final Integer send(String request) throws FailureException {
        control.ask(request, spec.commandLine().getOut());
        return 0;
    }
}
