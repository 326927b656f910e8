package io.classickafka.log.clean;

import java.nio.ByteBuffer;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The last offset of each key, in a fixed amount of memory: 24 bytes an entry, which are the MD5 of
 * the key and the offset. Two keys of one hash are taken for the same. Owned by one cleaning.
 */
public final class KeyOffsets {

  /** Memory of one entry. */
  public static final int ENTRY_BYTES = 24;

  private static final int LONGS = 3;
  private static final int HASH_BYTES = 16;
  private static final int LAST_PROBE = HASH_BYTES - Integer.BYTES;

  /** Hash, hash, and the offset plus one: zero where there is no entry. */
  private final long[] entries;

  private final int slots;
  private final int maxEntries;
  private final MessageDigest md5 = md5();
  private final byte[] hash = new byte[HASH_BYTES];
  private final ByteBuffer hashBytes = ByteBuffer.wrap(hash);
  private int count;

  /**
   * An empty map, no larger than it can need to be.
   *
   * @param memoryBytes at most
   * @param loadFactor share of the entries that may be used, above 0, at most 1
   * @param mostKeys that will ever be put
   */
  public KeyOffsets(long memoryBytes, double loadFactor, long mostKeys) {
    long wanted = (long) Math.ceil(Math.max(1, mostKeys) / loadFactor);
    long there = Math.max(2, memoryBytes / ENTRY_BYTES);
    slots = (int) Math.min(Math.min(wanted + 1, there), Integer.MAX_VALUE / ENTRY_BYTES);
    maxEntries = Math.min(slots - 1, Math.max(1, (int) (slots * loadFactor)));
    entries = new long[LONGS * slots];
  }

  private static MessageDigest md5() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has MD5", e);
    }
  }

  /**
   * Notes the offset of a key, which is above all that were noted before.
   *
   * @return false when the key is new and there is no room for it
   */
  public boolean put(ByteBuffer key, long offset) {
    int at = find(key);
    if (entries[at + 2] == 0) {
      if (count >= maxEntries) {
        return false;
      }
      entries[at] = hashBytes.getLong(0);
      entries[at + 1] = hashBytes.getLong(Long.BYTES);
      count++;
    }
    entries[at + 2] = offset + 1;
    return true;
  }

  /** The last offset of a key, -1 when it has none. */
  public long get(ByteBuffer key) {
    return entries[find(key) + 2] - 1;
  }

  /** Where a key's entry is, or is to be: the load factor leaves one slot free at least. */
  private int find(ByteBuffer key) {
    md5.update(key);
    try {
      md5.digest(hash, 0, HASH_BYTES);
    } catch (DigestException e) {
      throw new IllegalStateException("an MD5 has 16 bytes", e);
    }
    long high = hashBytes.getLong(0);
    long low = hashBytes.getLong(Long.BYTES);
    int attempt = 0;
    int at = slot(attempt);
    while (entries[at + 2] != 0 && (entries[at] != high || entries[at + 1] != low)) {
      attempt++;
      at = slot(attempt);
    }
    return at;
  }

  /** Other bytes of the hash at each attempt, and the neighbours once they are used up. */
  private int slot(int attempt) {
    int probe = hashBytes.getInt(Math.min(attempt, LAST_PROBE)) + Math.max(0, attempt - LAST_PROBE);
    return LONGS * ((probe & Integer.MAX_VALUE) % slots);
  }

  /** Keys in the map. */
  public int size() {
    return count;
  }

  /** Share of the entries that are used, from 0 to 1. */
  public double utilization() {
    return (double) count / slots;
  }

  /** Memory taken. */
  public long memoryBytes() {
    return (long) slots * ENTRY_BYTES;
  }
}
