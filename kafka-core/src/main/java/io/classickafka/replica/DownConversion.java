package io.classickafka.replica;

import io.classickafka.log.ConversionCost;
import io.classickafka.log.ReadResult;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.record.Conversion;
import io.classickafka.record.MessageSetConverter;
import io.classickafka.seam.ByteSlice;
import io.classickafka.seam.FileSlice;
import io.classickafka.seam.Payload;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/** Turns what was read into the older format that a reader of long ago understands. */
final class DownConversion {

  private static final Logger LOG = LogManager.getLogger(DownConversion.class);

  private static final long LIMIT_FACTOR = 20;

  private DownConversion() {}

  static FetchAnswer convert(
      Partition partition, FetchTerms terms, FetchTarget target, ReadResult.Records read) {
    try {
      if (!terms.fromFollower() && !partition.settings().downConversion()) {
        return PartitionReads.failed(partition, ErrorCode.UNSUPPORTED_VERSION);
      }
      long startNs = partition.loop().monotonicNs();
      ByteSlice stored = inMemory(read.records());
      long limit = LIMIT_FACTOR * partition.settings().log().maxMessageBytes();
      try (MessageSetConverter converter = new MessageSetConverter(limit)) {
        Conversion conversion = converter.toOldMagic(stored, terms.magic(), target.fetchOffset());
        if (conversion instanceof Conversion.Refused refused) {
          return PartitionReads.failed(partition, refused.fault().errorCode());
        }
        Conversion.Converted converted = (Conversion.Converted) conversion;
        ConversionCost cost =
            new ConversionCost(
                converted.records(),
                partition.loop().monotonicNs() - startNs,
                stored.sizeBytes() + converted.bytes().sizeBytes());
        return PartitionReads.answer(
                partition,
                null,
                new ReadResult.Records(
                    cutToLimit(converted.bytes(), target, terms),
                    read.logStartOffset(),
                    read.logEndOffset(),
                    read.aborted()))
            .after(cost);
      }
    } catch (IOException e) {
      LOG.error(
          "stored records cannot be read topic={} partition={} offset={}",
          partition.name().topic(),
          partition.name().partition(),
          target.fetchOffset(),
          e);
      return PartitionReads.failed(partition, ErrorCode.KAFKA_STORAGE_ERROR);
    } finally {
      read.records().release();
    }
  }

  /** Old limits are hard; what grew in the conversion is cut off again. */
  private static ByteSlice cutToLimit(ByteSlice converted, FetchTarget target, FetchTerms terms) {
    int max = Math.max(0, target.maxBytes());
    if (!terms.hardLimits() || converted.sizeBytes() <= max) {
      return converted;
    }
    return ByteSlice.wrap(Arrays.copyOf(converted.toByteArray(), max));
  }

  private static ByteSlice inMemory(Payload records) throws IOException {
    if (records instanceof FileSlice file) {
      ByteBuffer bytes = ByteBuffer.allocate(file.sizeBytes());
      file.read(0, bytes);
      return ByteSlice.wrap(bytes.flip());
    }
    return (ByteSlice) records;
  }
}
