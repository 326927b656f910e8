package io.classickafka.seam;

/** The owner of memory that slices point into: it counts who still needs it. Thread-safe. */
public interface RefCounted {

  /** The owner of memory that needs no giving back: plain heap arrays. */
  RefCounted NOT_COUNTED =
      new RefCounted() {
        @Override
        public void retain() {}

        @Override
        public void release() {}
      };

  /** Adds one count. */
  void retain();

  /** Drops one count and frees the memory with the last one. */
  void release();
}
