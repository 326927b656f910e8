/**
 * Turns the wire schemas of {@code kafka-clients/src/main/protocol} into Java: {@code Generator} is
 * the program, {@code SchemaParser} reads a schema, {@code StructWriter} writes the class of one
 * message or struct, {@code ApiKeyWriter} the enum of all APIs. Runs in the build only and is not
 * shipped; knows nothing of the classes it generates code against but their names.
 */
@NullMarked
package io.classickafka.generator;

import org.jspecify.annotations.NullMarked;
