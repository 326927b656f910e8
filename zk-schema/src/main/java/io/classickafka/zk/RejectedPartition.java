package io.classickafka.zk;

/**
 * An entry of a topic node that cannot be used: it is set aside, the other partitions live on.
 *
 * @param reason one line for the log
 * @param original what the node's maps hold for it, by map, so that a rewrite keeps it
 */
public record RejectedPartition(String reason, UnknownFields original) {}
