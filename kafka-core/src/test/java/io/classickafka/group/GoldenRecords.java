package io.classickafka.group;

import io.classickafka.protocol.VersionedBlob;
import io.classickafka.protocol.message.ConsumerProtocolSubscription;
import io.classickafka.seam.ByteSlice;
import java.util.List;

/** Bytes as clients make them. */
final class GoldenRecords {

  private GoldenRecords() {}

  static ByteSlice subscription(String... topics) {
    return VersionedBlob.write(
        new ConsumerProtocolSubscription().topics(List.of(topics)), (short) 1);
  }
}
