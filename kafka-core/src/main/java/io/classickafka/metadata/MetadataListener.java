package io.classickafka.metadata;

/** Told about every update, on the loop that owns the cache; must not block. */
@FunctionalInterface
public interface MetadataListener {

  void onMetadata(MetadataImage before, MetadataImage after, MetadataDelta delta);
}
