/**
 * The producer as applications see it. {@link org.apache.kafka.clients.producer.KafkaProducer} is
 * safe for use by several threads; callbacks run on its own thread.
 */
package org.apache.kafka.clients.producer;
