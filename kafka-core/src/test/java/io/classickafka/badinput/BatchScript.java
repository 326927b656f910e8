package io.classickafka.badinput;

import io.classickafka.record.Compression;
import io.classickafka.record.RecordBatch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.CRC32C;
import java.util.zip.GZIPOutputStream;
import net.jpountz.lz4.LZ4FrameOutputStream;
import org.xerial.snappy.SnappyOutputStream;

/**
 * Record batches of magic 2 written field by field, so that each can be wrong. Whole and valid when
 * no field is given.
 */
final class BatchScript {

  private static final int CRC_AT = 17;
  private static final long TIMESTAMP = 1_700_000_000_000L;

  private BatchScript() {}

  /** Fields, as {@code name=value}, and what is left of the arguments. */
  private record Fields(Map<String, String> given, List<String> scripts) {

    static Fields of(List<String> arguments) {
      Map<String, String> given = new LinkedHashMap<>();
      List<String> scripts = new ArrayList<>();
      for (String argument : arguments) {
        int equals = argument.indexOf('=');
        int bracket = argument.indexOf('(');
        if (equals > 0 && (bracket < 0 || equals < bracket)) {
          given.put(argument.substring(0, equals), argument.substring(equals + 1));
        } else {
          scripts.add(argument);
        }
      }
      return new Fields(given, scripts);
    }

    long number(String name, long otherwise) {
      String value = given.get(name);
      return value == null ? otherwise : Long.decode(value);
    }
  }

  /**
   * A batch. {@code codec} compresses the records and sets its bits; {@code length} adds to the
   * right length; {@code crc=0} leaves it wrong.
   */
  static byte[] batch(List<String> arguments) {
    Fields fields = Fields.of(arguments);
    int records = Math.max(fields.scripts().size(), 1);
    byte[] body = ByteScript.all(fields.scripts().isEmpty() ? List.of("record") : fields.scripts());
    int attributes = 0;
    if (fields.given().containsKey("codec")) {
      Compression codec = Compression.valueOf(fields.given().get("codec").toUpperCase(Locale.ROOT));
      body = compress(codec, body);
      attributes = codec.id();
    }
    int count = (int) fields.number("count", records);
    ByteBuffer out = ByteBuffer.allocate(RecordBatch.HEADER_SIZE + body.length);
    out.putLong(fields.number("baseOffset", 0));
    out.putInt((int) (out.capacity() - 12 + fields.number("length", 0)));
    out.putInt((int) fields.number("leaderEpoch", -1));
    out.put((byte) fields.number("magic", 2));
    out.putInt(0);
    out.putShort((short) (attributes | fields.number("attributes", 0)));
    out.putInt((int) fields.number("lastOffsetDelta", count - 1L));
    out.putLong(fields.number("baseTimestamp", TIMESTAMP));
    out.putLong(fields.number("maxTimestamp", TIMESTAMP));
    out.putLong(fields.number("pid", -1));
    out.putShort((short) fields.number("epoch", -1));
    out.putInt((int) fields.number("sequence", -1));
    out.putInt(count).put(body);
    CRC32C crc = new CRC32C();
    crc.update(out.array(), CRC_AT + Integer.BYTES, out.capacity() - CRC_AT - Integer.BYTES);
    out.putInt(CRC_AT, (int) fields.number("crc", crc.getValue()));
    return out.array();
  }

  /** A record. {@code length}, {@code keySize}, {@code valueSize}, {@code headers} claim others. */
  static byte[] record(List<String> arguments) {
    Fields fields = Fields.of(arguments);
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.write((int) fields.number("attributes", 0));
    body.writeBytes(ByteScript.varint(fields.number("timestamp", 0)));
    body.writeBytes(ByteScript.varint(fields.number("delta", 0)));
    String key = fields.given().getOrDefault("key", "6b6579");
    byte[] keyBytes = key.equals("null") ? new byte[0] : ByteScript.bytes(key);
    body.writeBytes(
        ByteScript.varint(fields.number("keySize", key.equals("null") ? -1 : keyBytes.length)));
    body.writeBytes(keyBytes);
    byte[] value = ByteScript.bytes(fields.given().getOrDefault("value", "76616c7565"));
    body.writeBytes(ByteScript.varint(fields.number("valueSize", value.length)));
    body.writeBytes(value);
    body.writeBytes(ByteScript.varint(fields.number("headers", 0)));
    body.writeBytes(ByteScript.all(fields.scripts()));
    return ByteScript.join(
        ByteScript.varint(body.size() + fields.number("length", 0)), body.toByteArray());
  }

  private static byte[] compress(Compression codec, byte[] body) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream compressed = stream(codec, out)) {
      compressed.write(body);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return out.toByteArray();
  }

  private static OutputStream stream(Compression codec, OutputStream out) throws IOException {
    return switch (codec) {
      case NONE -> out;
      case GZIP -> new GZIPOutputStream(out);
      case SNAPPY -> new SnappyOutputStream(out);
      case LZ4 ->
          new LZ4FrameOutputStream(
              out,
              LZ4FrameOutputStream.BLOCKSIZE.SIZE_64KB,
              LZ4FrameOutputStream.FLG.Bits.BLOCK_INDEPENDENCE);
      case ZSTD -> new com.github.luben.zstd.ZstdOutputStream(out);
    };
  }
}
