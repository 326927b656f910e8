package io.classickafka.client;

import io.classickafka.protocol.ApiKey;
import io.classickafka.protocol.message.ApiVersionsResponse;
import java.util.EnumMap;
import java.util.Map;

/** The versions a broker said it serves. Immutable. */
public final class PeerVersions {

  /** No API at all, or no version in common. */
  public static final short NONE = -1;

  private final Map<ApiKey, ApiVersionsResponse.ApiVersion> ranges = new EnumMap<>(ApiKey.class);

  PeerVersions(ApiVersionsResponse response) {
    for (ApiVersionsResponse.ApiVersion range : response.apiKeys()) {
      ApiKey api = ApiKey.of(range.apiKey());
      if (api != null) {
        ranges.put(api, range);
      }
    }
  }

  /** The highest version in a range that the broker serves too, or {@link #NONE}. */
  public short pick(ApiKey api, short lowest, short highest) {
    ApiVersionsResponse.ApiVersion range = ranges.get(api);
    if (range == null) {
      return NONE;
    }
    short version = (short) Math.min(highest, range.maxVersion());
    return version >= lowest && version >= range.minVersion() ? version : NONE;
  }

  /** Whether the broker serves an API in any version known here. */
  public boolean serves(ApiKey api) {
    return pick(api, api.lowestVersion(), api.highestVersion()) != NONE;
  }
}
