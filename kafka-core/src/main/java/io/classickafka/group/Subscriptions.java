package io.classickafka.group;

import io.classickafka.protocol.MalformedMessageException;
import io.classickafka.protocol.UnsupportedVersionException;
import io.classickafka.protocol.VersionedBlob;
import io.classickafka.protocol.message.ConsumerProtocolSubscription;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads which topics the members of a group consume. */
final class Subscriptions {

  /** The protocol type of consumers, the only one whose metadata we can read. */
  static final String CONSUMER = "consumer";

  private static final short HIGHEST = 3;

  private Subscriptions() {}

  /** The topics of the present generation; null when they cannot be known. */
  static @Nullable Set<String> of(Group group) {
    if (!CONSUMER.equals(group.protocolType)) {
      return null;
    }
    Set<String> topics = new TreeSet<>();
    if (group.isEmpty()) {
      return topics;
    }
    if (group.protocolName == null) {
      return null;
    }
    for (Member member : group.members()) {
      try {
        topics.addAll(
            VersionedBlob.read(
                    member.metadata(group.protocolName),
                    new ConsumerProtocolSubscription(),
                    HIGHEST)
                .topics());
      } catch (MalformedMessageException | UnsupportedVersionException e) {
        // Whatever it is, it is the members' own affair.
        return null;
      }
    }
    return topics;
  }
}
