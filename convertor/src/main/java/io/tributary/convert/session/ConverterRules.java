package io.tributary.convert.session;

import io.tributary.convert.policy.AccessPolicy;
import io.tributary.convert.policy.CookieAuthority;

/**
 * What a converter's sessions go by.
 *
 * @param cookies null: no cookie is asked for
 */
public record ConverterRules(AccessPolicy access, CookieAuthority cookies) {
}
