/**
 * The requests, responses, headers and stored records of the protocol, one class each with its
 * structs inside, generated from {@code src/main/protocol}. Mutable values: whoever makes or reads
 * one owns it, on whichever thread that is.
 *
 * <p>Non-obvious: a field that a version does not have is at its default after reading. Setting a
 * field that may not be dropped and writing a version without it is refused. Record sets are
 * borrowed from the frame they were read from.
 */
@NullMarked
package io.classickafka.protocol.message;

import org.jspecify.annotations.NullMarked;
