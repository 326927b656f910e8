package io.classickafka.security;

import static io.classickafka.security.Operation.ALTER;
import static io.classickafka.security.Operation.ALTER_CONFIGS;
import static io.classickafka.security.Operation.CLUSTER_ACTION;
import static io.classickafka.security.Operation.CREATE;
import static io.classickafka.security.Operation.DELETE;
import static io.classickafka.security.Operation.DESCRIBE;
import static io.classickafka.security.Operation.DESCRIBE_CONFIGS;
import static io.classickafka.security.Operation.IDEMPOTENT_WRITE;
import static io.classickafka.security.Operation.READ;
import static io.classickafka.security.Operation.WRITE;

import java.util.List;

/** The kinds of things that operations are allowed on, and which operations each kind knows. */
public enum ResourceType {
  TOPIC(READ, WRITE, CREATE, DESCRIBE, DELETE, ALTER, DESCRIBE_CONFIGS, ALTER_CONFIGS),
  GROUP(READ, DESCRIBE, DELETE),
  CLUSTER(
      CREATE, CLUSTER_ACTION, DESCRIBE_CONFIGS, ALTER_CONFIGS, IDEMPOTENT_WRITE, ALTER, DESCRIBE),
  TRANSACTIONAL_ID(DESCRIBE, WRITE),
  DELEGATION_TOKEN(DESCRIBE);

  /** The name of the one resource of type {@link #CLUSTER}. */
  public static final String CLUSTER_NAME = "kafka-cluster";

  @SuppressWarnings("ImmutableEnumChecker") // Made by List.of.
  private final List<Operation> operations;

  ResourceType(Operation... operations) {
    this.operations = List.of(operations);
  }

  /** The operations that exist for this kind. */
  public List<Operation> operations() {
    return operations;
  }
}
