package io.classickafka.simulation;

import java.util.SplittableRandom;

/** What a name in a {@link MemoryDisk} stands for. */
sealed interface MemoryNode permits MemoryDirectory, MemoryContent {

  /** The power fails: what was not forced survives in part, as the seed has it. */
  void crash(SplittableRandom random);

  /** Bytes it takes of the device. */
  long sizeBytes();
}
