package io.classickafka.replica;

import io.classickafka.log.AppendResult;
import io.classickafka.log.ConversionCost;
import io.classickafka.log.LogConfig;
import io.classickafka.log.Origin;
import io.classickafka.record.Conversion;
import io.classickafka.record.MessageSetConverter;
import io.classickafka.record.RecordFault;
import io.classickafka.seam.ByteSlice;
import java.util.List;

/** Makes one batch of the present format of what a producer of long ago sends. */
final class UpConversion {

  /** What an old message set may decompress to, in multiples of {@code max.message.bytes}. */
  private static final long LIMIT_FACTOR = 20;

  private UpConversion() {}

  static AppendResult append(Partition partition, ByteSlice records, boolean needsAll) {
    LogConfig config = partition.settings().log();
    long limit = LIMIT_FACTOR * config.maxMessageBytes();
    try (MessageSetConverter converter = new MessageSetConverter(limit)) {
      long startNs = partition.loop().monotonicNs();
      Conversion conversion =
          converter.toMagic2(
              records, config.compression(), config.compressionLevel(), config.timestampType());
      if (conversion instanceof Conversion.Refused refused) {
        return rejected(refused, partition.log().logStartOffset());
      }
      Conversion.Converted converted = (Conversion.Converted) conversion;
      ConversionCost cost =
          new ConversionCost(
              converted.records(),
              partition.loop().monotonicNs() - startNs,
              converted.bytes().sizeBytes());
      AppendResult result = partition.append(converted.bytes(), Origin.CLIENT, needsAll);
      return result instanceof AppendResult.Appended appended ? appended.after(cost) : result;
    }
  }

  private static AppendResult rejected(Conversion.Refused refused, long logStartOffset) {
    RecordFault fault = refused.fault();
    List<AppendResult.RecordError> errors =
        fault.isOfSingleRecord()
            ? List.of(new AppendResult.RecordError(refused.index(), fault.sentence()))
            : List.of();
    return new AppendResult.Rejected(fault.errorCode(), fault.sentence(), logStartOffset, errors);
  }
}
