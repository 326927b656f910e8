/**
 * The wire protocol as values: API keys and versions, error codes, readers and writers, and the
 * message classes generated from {@code src/main/protocol}. It does no I/O and knows no thread.
 *
 * <p>Non-obvious: a reader checks every length and count against the bytes left before it
 * allocates. Record sets are {@link io.classickafka.seam.Payload}s: read as a borrowed slice of the
 * frame, written by reference.
 */
@NullMarked
package io.classickafka.protocol;

import org.jspecify.annotations.NullMarked;
