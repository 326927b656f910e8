package io.classickafka.client.consumer;

import org.jspecify.annotations.Nullable;

/**
 * A chunk on its way back from the application's thread.
 *
 * @param stayAt the offset that the partition stays at, to be fetched anew from there, as what
 *     follows reached nobody; {@link #WHERE_READ} for the place where reading stopped
 * @param error what a later step is to tell of the record there; null for nothing
 */
public record Returned(FetchedChunk chunk, long stayAt, @Nullable RuntimeException error) {

  static final long WHERE_READ = -1;

  /** A chunk that was read up to its place, or not at all. */
  static Returned asRead(FetchedChunk chunk) {
    return new Returned(chunk, WHERE_READ, null);
  }

  /** A chunk whose records from an offset on are to be read again. */
  static Returned unread(FetchedChunk chunk, long offset) {
    return new Returned(chunk, offset, null);
  }
}
