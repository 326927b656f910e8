package io.classickafka.tools;

import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/** What a client's errors mean to a person. */
final class Failures {

  private Failures() {}

  /** The result of an admin call; its error as it is. */
  static <T> T await(KafkaFuture<T> future) throws ToolFailure {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ToolFailure("interrupted", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new ToolFailure(String.valueOf(e.getCause()), e);
    }
  }

  /** The error and what to do about it, in one line. */
  static String line(Throwable error) {
    if (error instanceof ToolFailure failure) {
      return failure.line();
    }
    String message = error.getMessage();
    String what = message == null ? error.getClass().getSimpleName() : message;
    String line = what.strip().replaceAll("\\s*\\R\\s*", " ");
    String advice = advice(error);
    if (advice.isEmpty()) {
      return line;
    }
    return (line.endsWith(".") ? line.substring(0, line.length() - 1) : line) + ": " + advice;
  }

  private static String advice(Throwable error) {
    if (error instanceof TopicExistsException) {
      return "choose another name, or add --if-not-exists";
    }
    if (error instanceof UnknownTopicOrPartitionException) {
      return "kafka-topics.sh --list shows the topics there are";
    }
    if (error instanceof InvalidReplicationFactorException) {
      return "ask for at most as many replicas as there are brokers";
    }
    if (error instanceof AuthorizationException) {
      return "use credentials that may do this";
    }
    if (error instanceof UnsupportedVersionException) {
      return "the broker is too old for this";
    }
    if (error instanceof TimeoutException) {
      return "try again, and see the broker's log if it stays so";
    }
    return "";
  }
}
