/**
 * The types that every part of the client shares: topics, partitions, nodes, futures, errors.
 * Values; from any thread.
 */
@NullMarked
package org.apache.kafka.common;

import org.jspecify.annotations.NullMarked;
