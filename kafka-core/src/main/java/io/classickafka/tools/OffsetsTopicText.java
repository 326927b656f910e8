package io.classickafka.tools;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.classickafka.protocol.MalformedMessageException;
import io.classickafka.protocol.UnsupportedVersionException;
import io.classickafka.protocol.VersionedBlob;
import io.classickafka.protocol.message.ConsumerProtocolAssignment;
import io.classickafka.protocol.message.ConsumerProtocolSubscription;
import io.classickafka.protocol.message.GroupMetadataKey;
import io.classickafka.protocol.message.GroupMetadataValue;
import io.classickafka.protocol.message.OffsetCommitKey;
import io.classickafka.protocol.message.OffsetCommitValue;
import io.classickafka.seam.ByteSlice;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Records of {@code __consumer_offsets} as JSON. */
final class OffsetsTopicText implements PayloadText {

  private static final JsonFactory JSON = new JsonFactory();
  private static final short GROUP_KEY = 2;
  private static final String CONSUMER = "consumer";

  // The versions in which fields came or went.
  private static final short STATE_TIME_SINCE = 2;
  private static final short REBALANCE_TIMEOUT_SINCE = 1;
  private static final short INSTANCE_SINCE = 3;
  private static final short EPOCH_SINCE = 3;
  private static final short EXPIRY_IN = 1;

  /** Writes the fields of one object. */
  private interface Fields {
    void write(JsonGenerator json) throws IOException;
  }

  @Override
  public Texts of(long offset, @Nullable ByteBuffer key, @Nullable ByteBuffer value)
      throws ToolFailure {
    if (key == null) {
      throw new ToolFailure(
          "the record at offset " + offset + " has no key: this is no log of __consumer_offsets");
    }
    try {
      return texts(offset, slice(key), value == null ? null : slice(value));
    } catch (MalformedMessageException | UnsupportedVersionException e) {
      return new Texts("Error at offset " + offset + ", skipping. " + Failures.line(e), null);
    }
  }

  static ByteSlice slice(ByteBuffer bytes) {
    byte[] content = new byte[bytes.remaining()];
    bytes.duplicate().get(content);
    return ByteSlice.wrap(content);
  }

  private static Texts texts(long offset, ByteSlice key, @Nullable ByteSlice value) {
    short type = VersionedBlob.version(key);
    if (type < 0 || type > GROUP_KEY) {
      return new Texts(
          "Unknown record type " + type + " at offset " + offset + ", skipping.", null);
    }
    if (type == GROUP_KEY) {
      GroupMetadataKey named = VersionedBlob.read(key, new GroupMetadataKey());
      return new Texts(
          json("type", type, json -> json.writeStringField("group", named.group())),
          value == null ? "<DELETE>" : group(value));
    }
    OffsetCommitKey named = VersionedBlob.read(key, new OffsetCommitKey());
    return new Texts(
        json(
            "type",
            type,
            json -> {
              json.writeStringField("group", named.group());
              json.writeStringField("topic", named.topic());
              json.writeNumberField("partition", named.partition());
            }),
        value == null ? "<DELETE>" : offset(value));
  }

  private static String offset(ByteSlice bytes) {
    short version = VersionedBlob.version(bytes);
    OffsetCommitValue value = VersionedBlob.read(bytes, new OffsetCommitValue());
    return json(
        "version",
        version,
        json -> {
          json.writeNumberField("offset", value.offset());
          if (version >= EPOCH_SINCE) {
            json.writeNumberField("leaderEpoch", value.leaderEpoch());
          }
          json.writeStringField("metadata", value.metadata());
          json.writeNumberField("commitTimestamp", value.commitTimestamp());
          if (version == EXPIRY_IN) {
            json.writeNumberField("expireTimestamp", value.expireTimestamp());
          }
        });
  }

  private static String group(ByteSlice bytes) {
    short version = VersionedBlob.version(bytes);
    GroupMetadataValue value = VersionedBlob.read(bytes, new GroupMetadataValue());
    return json(
        "version",
        version,
        json -> {
          json.writeStringField("protocolType", value.protocolType());
          json.writeNumberField("generation", value.generation());
          json.writeStringField("protocol", value.protocol());
          json.writeStringField("leader", value.leader());
          if (version >= STATE_TIME_SINCE) {
            json.writeNumberField("currentStateTimestamp", value.currentStateTimestamp());
          }
          json.writeArrayFieldStart("members");
          for (GroupMetadataValue.MemberMetadata member : value.members()) {
            json.writeStartObject();
            writeMember(json, member, version, value.protocolType().equals(CONSUMER));
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  private static void writeMember(
      JsonGenerator json, GroupMetadataValue.MemberMetadata member, short version, boolean consumer)
      throws IOException {
    json.writeStringField("memberId", member.memberId());
    if (version >= INSTANCE_SINCE) {
      json.writeStringField("groupInstanceId", member.groupInstanceId());
    }
    json.writeStringField("clientId", member.clientId());
    json.writeStringField("clientHost", member.clientHost());
    if (version >= REBALANCE_TIMEOUT_SINCE) {
      json.writeNumberField("rebalanceTimeout", member.rebalanceTimeout());
    }
    json.writeNumberField("sessionTimeout", member.sessionTimeout());
    if (consumer && member.subscription().length > 0) {
      json.writeObjectFieldStart("subscription");
      writeSubscription(json, ByteSlice.wrap(member.subscription()));
      json.writeEndObject();
    } else {
      json.writeBinaryField("subscription", member.subscription());
    }
    if (consumer && member.assignment().length > 0) {
      json.writeObjectFieldStart("assignment");
      writeAssignment(json, ByteSlice.wrap(member.assignment()));
      json.writeEndObject();
    } else {
      json.writeBinaryField("assignment", member.assignment());
    }
  }

  private static void writeSubscription(JsonGenerator json, ByteSlice bytes) throws IOException {
    short version = VersionedBlob.version(bytes);
    ConsumerProtocolSubscription subscription =
        VersionedBlob.read(
            bytes,
            new ConsumerProtocolSubscription(),
            ConsumerProtocolSubscription.HIGHEST_VERSION);
    json.writeArrayFieldStart("topics");
    for (String topic : subscription.topics()) {
      json.writeString(topic);
    }
    json.writeEndArray();
    writeBytes(json, subscription.userData());
    if (version >= 1) {
      json.writeArrayFieldStart("ownedPartitions");
      for (var owned : subscription.ownedPartitions()) {
        writePartitions(json, owned.topic(), owned.partitions());
      }
      json.writeEndArray();
    }
    if (version >= 2) {
      json.writeNumberField("generationId", subscription.generationId());
    }
    if (version >= ConsumerProtocolSubscription.HIGHEST_VERSION) {
      json.writeStringField("rackId", subscription.rackId());
    }
  }

  private static void writeAssignment(JsonGenerator json, ByteSlice bytes) throws IOException {
    ConsumerProtocolAssignment assignment =
        VersionedBlob.read(
            bytes, new ConsumerProtocolAssignment(), ConsumerProtocolAssignment.HIGHEST_VERSION);
    json.writeArrayFieldStart("assignedPartitions");
    for (var assigned : assignment.assignedPartitions()) {
      writePartitions(json, assigned.topic(), assigned.partitions());
    }
    json.writeEndArray();
    writeBytes(json, assignment.userData());
  }

  private static void writePartitions(JsonGenerator json, String topic, List<Integer> partitions)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("topic", topic);
    json.writeArrayFieldStart("partitions");
    for (int partition : partitions) {
      json.writeNumber(partition);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void writeBytes(JsonGenerator json, byte @Nullable [] userData)
      throws IOException {
    if (userData == null) {
      json.writeNullField("userData");
    } else {
      json.writeBinaryField("userData", userData);
    }
  }

  private static String json(String versionName, short version, Fields fields) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField(versionName, Short.toString(version));
      json.writeObjectFieldStart("data");
      fields.write(json);
      json.writeEndObject();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("a text in memory", e);
    }
    return text.toString();
  }
}
