package io.classickafka.client;

import io.classickafka.protocol.FrameReader;
import io.classickafka.seam.ByteSlice;
import io.classickafka.seam.EventLoop;
import io.classickafka.seam.RefCounted;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What the responses of one connection are gathered in. A large buffer is zeroed when it is made
 * and given back to the system afterwards, which costs more than reading into it; so one is kept
 * for the next large response, once nobody counts on what it holds any more. The loop's; counts are
 * added and dropped by others, too.
 *
 * <p>Bounded: one buffer, beside what is gathered and read, which is let go when a response
 * outgrows it, and when nothing has used it for a while.
 */
final class ResponseMemory implements FrameReader.Memory {

  /** Smaller ones cost little: the transport's pool has most of them. */
  static final int SMALLEST_KEPT = 1024 * 1024;

  /** Fits a response to the default of fetch.max.bytes. */
  static final int LARGEST_KEPT = 64 * 1024 * 1024;

  static final long KEPT_MS = 10_000;

  private final EventLoop loop;
  private final IntFunction<ByteSlice> fresh;
  private @Nullable ByteSlice kept;
  private long keptSinceMs;
  private boolean timed;
  private boolean closed;

  /**
   * Keeps nothing yet.
   *
   * @param fresh makes memory, with one count
   */
  ResponseMemory(EventLoop loop, IntFunction<ByteSlice> fresh) {
    this.loop = loop;
    this.fresh = fresh;
  }

  @Override
  public ByteSlice allocate(int sizeBytes, int frameBytes) {
    if (frameBytes < SMALLEST_KEPT || frameBytes > LARGEST_KEPT) {
      return fresh.apply(sizeBytes);
    }
    ByteSlice memory = kept;
    if (memory != null && fits(memory, frameBytes)) {
      kept = null;
      return new Loan(memory).slice(frameBytes);
    }
    if (memory != null && memory.sizeBytes() < sizeBytes) {
      letGo();
    }
    ByteSlice made = fresh.apply(sizeBytes);
    // What is smaller is grown out of.
    return sizeBytes < frameBytes ? made : new Loan(made).slice(frameBytes);
  }

  // A small response would hold on to a much larger buffer for as long as its records are read.
  private static boolean fits(ByteSlice memory, int frameBytes) {
    return memory.sizeBytes() >= frameBytes && memory.sizeBytes() / 2 <= frameBytes;
  }

  /** Keeps nothing from now on. What is lent is given back to the system when it is done with. */
  void close() {
    closed = true;
    letGo();
  }

  private void takeBack(ByteSlice memory) {
    ByteSlice other = kept;
    if (closed || (other != null && other.sizeBytes() >= memory.sizeBytes())) {
      memory.release();
      return;
    }
    keptSinceMs = loop.monotonicMs();
    try {
      arm(KEPT_MS);
    } catch (RejectedExecutionException e) {
      // The loop ends, and with it the connection.
      memory.release();
      return;
    } catch (RuntimeException | Error e) {
      memory.release();
      throw e;
    }
    letGo();
    kept = memory;
  }

  private void letGo() {
    ByteSlice memory = kept;
    kept = null;
    if (memory != null) {
      memory.release();
    }
  }

  // One timer at most, and none once nothing is kept.
  private void arm(long delayMs) {
    if (!timed) {
      loop.schedule(delayMs, this::look);
      timed = true;
    }
  }

  private void look() {
    timed = false;
    if (kept == null) {
      return;
    }
    long leftMs = keptSinceMs + KEPT_MS - loop.monotonicMs();
    if (leftMs <= 0) {
      letGo();
    } else {
      arm(leftMs);
    }
  }

  /** The count of one use of a buffer: whoever still has it must not touch the next one. */
  private final class Loan implements RefCounted {

    private final ByteSlice memory;
    private final AtomicInteger count = new AtomicInteger(1);

    Loan(ByteSlice memory) {
      this.memory = memory;
    }

    ByteSlice slice(int sizeBytes) {
      return ByteSlice.of(memory.view().slice(0, sizeBytes), this);
    }

    @Override
    public void retain() {
      change(1);
    }

    @Override
    public void release() {
      if (change(-1) > 0) {
        return;
      }
      try {
        loop.executeOrRun(() -> takeBack(memory));
      } catch (RejectedExecutionException e) {
        // The loop is gone, and with it the connection.
        memory.release();
      }
    }

    private int change(int by) {
      int before = count.getAndUpdate(now -> now == 0 ? 0 : now + by);
      if (before == 0) {
        throw new IllegalStateException("memory of a response used after it was given back");
      }
      return before + by;
    }
  }
}
