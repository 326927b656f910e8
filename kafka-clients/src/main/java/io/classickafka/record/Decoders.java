package io.classickafka.record;

import org.jspecify.annotations.Nullable;

/** One reusable decoder per codec, made when first needed. Owned by one cursor or validator. */
final class Decoders {

  private final @Nullable Decoder[] byCodec = new @Nullable Decoder[Compression.values().length];
  private @Nullable Decoder lz4OfMagic0;

  /** The decoder of a codec other than NONE for batches of this magic. */
  Decoder of(Compression codec, byte magic) {
    if (codec == Compression.LZ4 && magic == RecordBatch.MAGIC_0) {
      if (lz4OfMagic0 == null) {
        lz4OfMagic0 = new Lz4Decoder(false);
      }
      return lz4OfMagic0;
    }
    Decoder decoder = byCodec[codec.id()];
    if (decoder == null) {
      decoder = make(codec);
      byCodec[codec.id()] = decoder;
    }
    return decoder;
  }

  private static Decoder make(Compression codec) {
    return switch (codec) {
      case GZIP -> new GzipDecoder();
      case SNAPPY -> new SnappyDecoder();
      case LZ4 -> new Lz4Decoder(true);
      case ZSTD -> new ZstdDecoder();
      case NONE -> throw new IllegalArgumentException("none is not a codec");
    };
  }

  /** Frees native memory. The decoders may be used again. */
  void close() {
    for (Decoder decoder : byCodec) {
      if (decoder != null) {
        decoder.close();
      }
    }
  }
}
