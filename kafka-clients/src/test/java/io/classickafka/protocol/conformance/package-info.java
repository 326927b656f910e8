/**
 * Compares the generated messages with those of Apache's own jars, which live in a class loader of
 * their own because we use the same package names: same bytes, same fields, same refusals.
 */
@NullMarked
package io.classickafka.protocol.conformance;

import org.jspecify.annotations.NullMarked;
