package io.tributary;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Names the RFC section whose home the annotated element is. Each section has one home. */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.FIELD, ElementType.CONSTRUCTOR})
@Repeatable(Rfc.List.class)
public @interface Rfc {
    /** The RFC's number. */
    int value();

    /** Sections, as the RFC numbers them; empty for the whole document. */
    String[] section() default {};

    /** Why we differ from the text; empty if we do not. */
    String deviation() default "";

    /** Container for several sections of several RFCs on one element. */
    @Documented
    @Retention(RetentionPolicy.CLASS)
    @Target({ElementType.TYPE, ElementType.METHOD, ElementType.FIELD, ElementType.CONSTRUCTOR})
    @interface List {
        Rfc[] value();
    }
}
