package io.classickafka.zookeeper;

import java.io.IOException;

/** ZooKeeper cannot be used at start; the message says why, in one line for a person. */
public final class ZooKeeperUnavailableException extends IOException {

  private static final long serialVersionUID = 1L;

  ZooKeeperUnavailableException(String message) {
    super(message);
  }

  ZooKeeperUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
