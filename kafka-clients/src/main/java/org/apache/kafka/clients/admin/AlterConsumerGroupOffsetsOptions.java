package org.apache.kafka.clients.admin;

/** How offsets of a group are altered. */
public class AlterConsumerGroupOffsetsOptions
    extends AbstractOptions<AlterConsumerGroupOffsetsOptions> {}
