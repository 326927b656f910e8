package org.apache.kafka.clients.admin;

/** How replicas are moved between log directories. */
public class AlterReplicaLogDirsOptions extends AbstractOptions<AlterReplicaLogDirsOptions> {}
