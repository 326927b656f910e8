package io.classickafka.api;

import io.classickafka.config.SettingsChange;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.zk.ConfigEntity;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Changes the settings stored for topics and brokers. Any thread; never blocks. */
@FunctionalInterface
public interface SettingsWriter {

  /**
   * How a change ended.
   *
   * @param message for people, or null for the error's own sentence
   */
  record Outcome(ErrorCode error, @Nullable String message) {}

  /**
   * Stores what a change makes of what is stored now, and lets this broker go by it.
   *
   * @param validateOnly check everything and store nothing
   * @param reply called once, on any loop
   */
  void change(
      ConfigEntity entity, SettingsChange change, boolean validateOnly, Consumer<Outcome> reply);
}
