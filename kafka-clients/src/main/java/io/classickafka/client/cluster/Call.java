package io.classickafka.client.cluster;

import io.classickafka.protocol.ApiKey;
import io.classickafka.protocol.ApiMessage;

/**
 * A request to some broker, and how its response is read. Its methods run on the client's loop.
 *
 * @param <T> the result
 */
public interface Call<T> {

  ApiKey api();

  Target target();

  /** The request, made anew for each attempt. */
  ApiMessage request();

  /** Lowest version that can carry the request. */
  default int lowestVersion() {
    return api().lowestVersion();
  }

  /** Highest version that the request is made for. */
  default int highestVersion() {
    return api().highestVersion();
  }

  /** What a response means. Record sets in it are borrowed until this returns. */
  Outcome<T> outcome(ApiMessage response, short version);
}
