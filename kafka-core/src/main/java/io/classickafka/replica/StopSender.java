package io.classickafka.replica;

import java.util.function.Function;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * What tells a StopReplica of now, which names topics but not their ids, from one that comes late.
 *
 * @param brokerEpoch the registration of this broker that is meant, or {@link
 *     ControlRule#NO_BROKER_EPOCH}
 * @param listed the id of the topic whose partition the metadata lists, null when it lists none;
 *     asked on the control loop
 */
public record StopSender(long brokerEpoch, Function<TopicPartition, @Nullable Uuid> listed) {}
