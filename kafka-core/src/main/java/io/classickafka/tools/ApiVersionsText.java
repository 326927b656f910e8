package io.classickafka.tools;

import io.classickafka.protocol.ApiKey;
import io.classickafka.protocol.message.ApiVersionsResponse;
import io.classickafka.protocol.message.ApiVersionsResponse.ApiVersion;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.Node;

/** The lines that tell what one broker serves. */
final class ApiVersionsText {

  private ApiVersionsText() {}

  /** A line for each API that either side knows, those of the broker in their order. */
  static List<String> of(Node node, ApiVersionsResponse response) {
    Map<Short, String> apis = new TreeMap<>();
    for (ApiKey api : ApiKey.values()) {
      apis.put(api.id(), api.apiName() + "(" + api.id() + "): UNSUPPORTED");
    }
    List<ApiVersion> served = new ArrayList<>(response.apiKeys());
    served.sort(Comparator.comparingInt(ApiVersion::apiKey));
    for (ApiVersion range : served) {
      apis.put(range.apiKey(), line(range));
    }
    List<String> lines = new ArrayList<>();
    lines.add(node + " -> (");
    int left = apis.size();
    for (String api : apis.values()) {
      left--;
      lines.add("\t" + api + (left == 0 ? "" : ","));
    }
    lines.add(")");
    return lines;
  }

  private static String line(ApiVersion range) {
    ApiKey api = ApiKey.of(range.apiKey());
    short lowest = range.minVersion();
    short highest = range.maxVersion();
    String versions = lowest == highest ? "" + lowest : lowest + " to " + highest;
    if (api == null) {
      return "UNKNOWN(" + range.apiKey() + "): " + versions;
    }
    String usable;
    if (lowest > api.highestVersion()) {
      usable = "unusable: node too new";
    } else if (highest < api.lowestVersion()) {
      usable = "unusable: node too old";
    } else {
      usable = "usable: " + Math.min(highest, api.highestVersion());
    }
    return api.apiName() + "(" + api.id() + "): " + versions + " [" + usable + "]";
  }
}
