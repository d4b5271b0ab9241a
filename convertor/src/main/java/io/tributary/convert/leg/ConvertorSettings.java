package io.tributary.convert.leg;

/** One {@code [[convertor]]} block: an upstream leg and a downstream leg. */
public record ConvertorSettings(String name, ExplicitSettings upstream, DirectSettings downstream, ConvertorLimits limits) {
}
