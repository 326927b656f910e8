/**
 * What this broker knows of the cluster, as the controller told it: live brokers with their
 * endpoints, topics by name and id, and the leader, ISR and replicas of every partition.
 *
 * <p>Entry type: {@link io.classickafka.metadata.MetadataCache}. Readers on any thread take one
 * {@link io.classickafka.metadata.MetadataImage} and answer from it; images are immutable and share
 * all that did not change. Updates are made on one loop, the one the cache was given.
 *
 * <p>Non-obvious: the identity of a {@link io.classickafka.metadata.TopicImage} changes exactly
 * when the topic changes, so whatever is derived from one (an encoded answer) may be kept with it.
 */
@NullMarked
package io.classickafka.metadata;

import org.jspecify.annotations.NullMarked;
