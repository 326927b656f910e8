package org.apache.kafka.clients.admin;

/** How the directories of replicas are looked up. */
public class DescribeReplicaLogDirsOptions extends AbstractOptions<DescribeReplicaLogDirsOptions> {}
