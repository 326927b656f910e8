package io.classickafka.replica;

import io.classickafka.log.AppendResult;
import io.classickafka.seam.ByteSlice;

/** What a client produced for one partition, on its way into the log. Called on its loop. */
public interface ClientWrite {

  /** Borrowed until the write is told of its outcome. Their headers are patched in place. */
  ByteSlice records();

  /** Whether the write wants all in-sync replicas ({@code acks=-1}). */
  boolean needsAll();

  /** Told once: what became of it in this log. Whether it counts is another question. */
  void onAppended(AppendResult result);

  /** Told instead when a fault of this broker kept it from being appended. */
  void onFailure(RuntimeException fault);
}
