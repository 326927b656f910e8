package io.classickafka.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.classickafka.protocol.message.ConsumerProtocolSubscription;
import io.classickafka.protocol.message.OffsetCommitKey;
import io.classickafka.protocol.message.ProduceRequest;
import io.classickafka.seam.ByteSlice;
import java.util.List;
import org.junit.jupiter.api.Test;

class VersionedBlobTest {

  private static final OffsetCommitKey KEY =
      new OffsetCommitKey().group("g").topic("t").partition(3);

  @Test
  void putsTheVersionInFront() {
    ByteSlice blob = VersionedBlob.write(KEY, (short) 1);
    assertThat(blob).isEqualTo(Hex.slice("0001 | 0001 67 | 0001 74 | 00000003"));
    assertThat(VersionedBlob.version(blob)).isEqualTo((short) 1);
    assertThat(VersionedBlob.read(blob, new OffsetCommitKey())).isEqualTo(KEY);
  }

  @Test
  void refusesVersionsThatTheMessageDoesNotHave() {
    assertThatThrownBy(() -> VersionedBlob.read(Hex.slice("0002 0000"), new OffsetCommitKey()))
        .isInstanceOf(UnsupportedVersionException.class);
    assertThatThrownBy(() -> VersionedBlob.read(Hex.slice("ffff 0000"), new OffsetCommitKey()))
        .isInstanceOf(UnsupportedVersionException.class);
  }

  @Test
  void refusesBlobsTooShortForTheirVersion() {
    assertThatThrownBy(() -> VersionedBlob.version(Hex.slice("00")))
        .isInstanceOf(MalformedMessageException.class);
    assertThatThrownBy(() -> VersionedBlob.read(Hex.slice("0001 0001"), new OffsetCommitKey()))
        .isInstanceOf(MalformedMessageException.class);
  }

  @Test
  void readsALaterVersionAsTheLatestItKnowsWhereOnlyFieldsAreAppended() {
    ConsumerProtocolSubscription read =
        VersionedBlob.read(
            Hex.slice("0009 | 00000001 0001 74 | ffffffff | 00000000 | 00000005 | 0001 72 | 77"),
            new ConsumerProtocolSubscription(),
            ConsumerProtocolSubscription.HIGHEST_VERSION);
    assertThat(read)
        .isEqualTo(
            new ConsumerProtocolSubscription()
                .topics(List.of("t"))
                .userData(null)
                .generationId(5)
                .rackId("r"));
  }

  @Test
  void holdsNoRecordSets() {
    ProduceRequest.PartitionProduceData partition =
        new ProduceRequest.PartitionProduceData().records(ByteSlice.empty());
    ProduceRequest request =
        new ProduceRequest()
            .topicData(
                List.of(new ProduceRequest.TopicProduceData().partitionData(List.of(partition))));
    assertThatThrownBy(() -> VersionedBlob.write(request, (short) 9))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
