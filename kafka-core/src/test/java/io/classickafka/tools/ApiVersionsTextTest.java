package io.classickafka.tools;

import static org.assertj.core.api.Assertions.assertThat;

import io.classickafka.protocol.message.ApiVersionsResponse;
import io.classickafka.protocol.message.ApiVersionsResponse.ApiVersion;
import java.util.List;
import org.apache.kafka.common.Node;
import org.junit.jupiter.api.Test;

class ApiVersionsTextTest {

  private static ApiVersion range(int key, int lowest, int highest) {
    return new ApiVersion()
        .apiKey((short) key)
        .minVersion((short) lowest)
        .maxVersion((short) highest);
  }

  @Test
  void tellsRangesWhatIsUsableAndWhatNeitherSideKnows() {
    ApiVersionsResponse response =
        new ApiVersionsResponse()
            .apiKeys(
                List.of(
                    range(3, 0, 99),
                    range(0, 3, 7),
                    range(1, 90, 99),
                    range(46, 0, 0),
                    range(999, 1, 2)));
    List<String> lines = ApiVersionsText.of(new Node(5, "h", 9092), response);
    assertThat(lines)
        .startsWith("h:9092 (id: 5 rack: null) -> (", "\tProduce(0): 3 to 7 [usable: 7],")
        .contains(
            "\tFetch(1): 90 to 99 [unusable: node too new],",
            "\tListOffsets(2): UNSUPPORTED,",
            "\tMetadata(3): 0 to 99 [usable: 12],",
            "\tListPartitionReassignments(46): 0 [usable: 0],")
        .endsWith("\tUNKNOWN(999): 1 to 2", ")");
  }
}
