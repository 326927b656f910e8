package io.classickafka.client;

import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/** What the mocks for unit tests say of their instance's id. Owned by one mock, in its monitor. */
public final class MockInstanceId {

  private @Nullable Uuid id;
  private boolean refused;
  private int timeouts;

  /** Sets the id. */
  public void set(Uuid given) {
    id = given;
  }

  /** Has the id time out so many times. */
  public void timeOut(int times) {
    timeouts = times;
  }

  /** Has the id refused, as by a client without telemetry. */
  public void refuse() {
    refused = true;
  }

  /** The id, or what a test has set in its place. */
  public Uuid get() {
    if (refused) {
      throw new IllegalStateException("telemetry is switched off");
    }
    if (id == null) {
      throw new UnsupportedOperationException("no client instance id was set");
    }
    if (timeouts > 0) {
      timeouts--;
      throw new TimeoutException("as the test asked");
    }
    return id;
  }
}
