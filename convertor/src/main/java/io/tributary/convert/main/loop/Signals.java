package io.tributary.convert.main.loop;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Proxy;

/**
 * Unix signals. Java has no interface of its own for them, only {@code sun.misc.Signal} in the module jdk.unsupported, which a
 * compiler that cares for warnings cannot name; hence the reflection.
 */
public final class Signals {
    private Signals() {
    }

    /**
     * Calls {@code action}, on a thread of the JVM, whenever the signal comes, instead of what the JVM does with it.
     *
     * @param name without SIG, as "TERM"
     * @throws IllegalArgumentException if the JVM keeps the signal for itself
     */
    public static void on(String name, Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object proxy = Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, (self, method, arguments) -> {
                if ("handle".equals(method.getName())) {
                    action.run();
                    return null;
                }
                return switch (method.getName()) {
                    case "hashCode" -> System.identityHashCode(self);
                    case "equals" -> self == arguments[0];
                    default -> "on " + name;
                };
            });
            MethodHandles.Lookup lookup = MethodHandles.publicLookup();
            MethodHandle make = lookup.findConstructor(signal, MethodType.methodType(void.class, String.class));
            MethodHandle handle = lookup.findStatic(signal, "handle", MethodType.methodType(handler, signal, handler));
            handle.invoke(make.invoke(name), proxy);
        } catch (IllegalArgumentException e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("this Java cannot handle SIG" + name, e);
        }
    }
}
