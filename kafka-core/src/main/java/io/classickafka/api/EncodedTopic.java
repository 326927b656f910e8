package io.classickafka.api;

import io.classickafka.protocol.ErrorVisitor;
import io.classickafka.protocol.MessageWriter;
import io.classickafka.protocol.message.MetadataResponse.MetadataResponseTopic;
import java.util.Arrays;

/**
 * A topic of a Metadata response that was encoded before. It can only be written, in that one
 * version; its fields but the name are not kept. Immutable.
 */
final class EncodedTopic extends MetadataResponseTopic {

  private final short version;
  private final byte[] bytes;

  /** Each error code in it and how often it comes in a row, in turn. */
  private final int[] errors;

  private EncodedTopic(short version, byte[] bytes, int[] errors) {
    this.version = version;
    this.bytes = bytes;
    this.errors = errors;
  }

  static EncodedTopic of(MetadataResponseTopic topic, short version) {
    MessageWriter out = new MessageWriter();
    topic.write(out, version);
    Runs runs = new Runs();
    topic.visitErrors(version, runs);
    EncodedTopic encoded =
        new EncodedTopic(version, out.toBytes(), Arrays.copyOf(runs.pairs, runs.size));
    encoded.name(topic.name());
    return encoded;
  }

  @Override
  public void write(MessageWriter out, short asked) {
    if (asked != version) {
      throw new IllegalStateException(
          "encoded for version " + version + ", not " + asked + " topic=" + name());
    }
    out.writeEncoded(bytes);
  }

  @Override
  public void visitErrors(short asked, ErrorVisitor visitor) {
    for (int i = 0; i < errors.length; i += 2) {
      visitor.visit((short) errors[i], errors[i + 1]);
    }
  }

  /** Counts equal codes in a row. */
  private static final class Runs implements ErrorVisitor {

    int[] pairs = new int[2];
    int size;

    @Override
    public void visit(short code) {
      if (size > 0 && pairs[size - 2] == code) {
        pairs[size - 1]++;
        return;
      }
      if (size == pairs.length) {
        pairs = Arrays.copyOf(pairs, 2 * size);
      }
      pairs[size] = code;
      pairs[size + 1] = 1;
      size += 2;
    }
  }
}
