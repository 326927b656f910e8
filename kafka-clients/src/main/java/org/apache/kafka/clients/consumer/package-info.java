/**
 * The consumer as applications see it. {@link org.apache.kafka.clients.consumer.KafkaConsumer} is
 * used by one thread at a time; only {@code wakeup} may be called from another.
 */
package org.apache.kafka.clients.consumer;
