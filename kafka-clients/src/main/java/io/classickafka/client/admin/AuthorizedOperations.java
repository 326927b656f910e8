package io.classickafka.client.admin;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.apache.kafka.common.acl.AclOperation;
import org.jspecify.annotations.Nullable;

/** What a caller may do, as one bit for each operation's number. */
final class AuthorizedOperations {

  private static final int NOT_TOLD = Integer.MIN_VALUE;

  private AuthorizedOperations() {}

  /** The operations of a bit set; null when it was not asked for. */
  static @Nullable Set<AclOperation> of(int bits) {
    if (bits == NOT_TOLD) {
      return null;
    }
    Set<AclOperation> operations = EnumSet.noneOf(AclOperation.class);
    for (byte code = 0; code < Integer.SIZE; code++) {
      if ((bits >>> code & 1) != 0) {
        operations.add(AclOperation.fromCode(code));
      }
    }
    // Not operations but wildcards.
    operations.remove(AclOperation.UNKNOWN);
    operations.remove(AclOperation.ANY);
    operations.remove(AclOperation.ALL);
    return Collections.unmodifiableSet(operations);
  }
}
