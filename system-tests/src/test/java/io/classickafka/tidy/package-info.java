/**
 * Reads the sources and classes of the whole repository and holds them to the house rules: banned
 * calls with their replacement, lengths, names, and the direction of dependencies.
 */
@NullMarked
package io.classickafka.tidy;

import org.jspecify.annotations.NullMarked;
