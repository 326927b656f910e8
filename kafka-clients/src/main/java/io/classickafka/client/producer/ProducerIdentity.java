package io.classickafka.client.producer;

/** What a broker knows an idempotent producer by. */
record ProducerIdentity(long id, short epoch) {}
