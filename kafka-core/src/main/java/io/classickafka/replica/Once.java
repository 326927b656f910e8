package io.classickafka.replica;

import java.util.concurrent.atomic.AtomicBoolean;

/** A task that is done once, by whoever comes to it first. Any thread. */
final class Once implements Runnable {

  private final Runnable task;
  private final AtomicBoolean done = new AtomicBoolean();

  Once(Runnable task) {
    this.task = task;
  }

  @Override
  public void run() {
    if (done.compareAndSet(false, true)) {
      task.run();
    }
  }
}
