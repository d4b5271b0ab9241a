package io.tributary.driver.tun;

import io.tributary.driver.nativeio.LibC;
import io.tributary.driver.nativeio.Native;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import jnr.ffi.LastError;
import jnr.ffi.Runtime;

/** The C library, but one function fails while it is told to: conditions that a healthy kernel does not produce on demand. */
final class FaultyLibC {
    volatile boolean failing;
    private final String function;
    private final int errno;

    FaultyLibC(String function, int errno) {
        this.function = function;
        this.errno = errno;
    }

    LibC libc() {
        return (LibC) Proxy.newProxyInstance(LibC.class.getClassLoader(), new Class<?>[] {LibC.class}, (proxy, method, args) -> call(method, args));
    }

    /** Whether this call is to fail; a subclass of the condition may look at the arguments. */
    private Object call(Method method, Object[] args) throws Throwable {
        if (failing && method.getName().equals(function)) {
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
