package org.apache.kafka.clients.admin;

/** How moves of replicas are listed. */
public class ListPartitionReassignmentsOptions
    extends AbstractOptions<ListPartitionReassignmentsOptions> {}
