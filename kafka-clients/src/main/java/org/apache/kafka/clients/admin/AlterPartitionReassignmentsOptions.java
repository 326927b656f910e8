package org.apache.kafka.clients.admin;

/** How replicas are moved. */
public class AlterPartitionReassignmentsOptions
    extends AbstractOptions<AlterPartitionReassignmentsOptions> {}
