package io.classickafka.client.producer;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** The hash that decides which partition a key belongs to; every client has the same. */
public final class Murmur2 {

  private static final int SEED = 0x9747b28c;
  private static final int M = 0x5bd1e995;
  private static final int R = 24;
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private Murmur2() {}

  /** The 32-bit murmur2 hash of some bytes. */
  public static int hash(byte[] bytes) {
    int length = bytes.length;
    int hash = SEED ^ length;
    int at = 0;
    for (; at + Integer.BYTES <= length; at += Integer.BYTES) {
      int block = (int) INTS.get(bytes, at) * M;
      hash = hash * M ^ (block ^ block >>> R) * M;
    }
    if (at < length) {
      int tail = 0;
      for (int i = length - 1; i >= at; i--) {
        tail = tail << 8 | (bytes[i] & 0xff);
      }
      hash = (hash ^ tail) * M;
    }
    hash = (hash ^ hash >>> 13) * M;
    return hash ^ hash >>> 15;
  }

  /** The partition of a key among all partitions of a topic, whether they have a leader or not. */
  public static int partition(byte[] key, int partitions) {
    return (hash(key) & Integer.MAX_VALUE) % partitions;
  }
}
