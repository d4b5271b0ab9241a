package io.tributary.driver.tun;

import io.tributary.driver.nativeio.LibC;
import io.tributary.driver.nativeio.Native;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.function.Predicate;
import jnr.ffi.LastError;
import jnr.ffi.Runtime;

/** The C library, but one function fails while it is told to: conditions that a healthy kernel does not produce on demand. */
final class FaultyLibC {
    volatile boolean failing;
    private final String function;
    private final int errno;
    private final Predicate<Object[]> when;

    FaultyLibC(String function, int errno) {
        this(function, errno, args -> true);
    }

    /** @param when looks at the arguments of a call */
    FaultyLibC(String function, int errno, Predicate<Object[]> when) {
        this.function = function;
        this.errno = errno;
        this.when = when;
    }

    LibC libc() {
        return (LibC) Proxy.newProxyInstance(LibC.class.getClassLoader(), new Class<?>[] {LibC.class}, (proxy, method, args) -> call(method, args));
    }

    private Object call(Method method, Object[] args) throws Throwable {
        if (failing && method.getName().equals(function) && when.test(args)) {
            LastError.setLastError(Runtime.getSystemRuntime(), errno);
            return method.getReturnType() == long.class ? (Object) (-1L) : (Object) (-1);
        }
        try {
            return method.invoke(Native.LIBC, args);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
