package io.tributary.abi;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The C headers whose numbers a class repeats; a test compiles a C program against them and compares every number. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Header {
    /** As written between the angle brackets, in the order in which they are to be included. */
    String[] value();
}
