package io.classickafka.generator;

import java.util.List;

/**
 * One schema file.
 *
 * @param kind {@code api}, {@code header} or {@code data}
 * @param key the API's key, -1 for the others
 * @param clientsThrottle versions in which clients wait out ThrottleTimeMs by themselves
 * @param clusterAction whether only brokers may send it
 * @param bareRequest versions whose request header has no client id
 * @param bareResponse versions whose response header has no tagged fields though they are flexible
 * @param messages request and response, or the one message of the other kinds
 */
record Schema(
    String kind,
    int key,
    String name,
    Versions versions,
    Versions flexible,
    Versions deprecated,
    Versions clientsThrottle,
    boolean clusterAction,
    Versions bareRequest,
    Versions bareResponse,
    List<Message> messages) {

  boolean isApi() {
    return kind.equals("api");
  }
}
