package io.classickafka.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.classickafka.protocol.message.IncrementalAlterConfigsRequest;
import io.classickafka.protocol.message.IncrementalAlterConfigsRequest.AlterConfigsResource;
import io.classickafka.protocol.message.IncrementalAlterConfigsRequest.AlterableConfig;
import io.classickafka.protocol.message.LeaveGroupRequest;
import io.classickafka.protocol.message.ListTransactionsRequest;
import io.classickafka.protocol.message.SaslAuthenticateRequest;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MessageTextTest {

  @Test
  void escapesWhatCouldForgeALine() {
    assertThat(new LeaveGroupRequest().groupId("a\r\nb\u001b[2J\u202e\"\\"))
        .hasToString(
            "LeaveGroupRequest(groupId=\"a\\u000d\\u000ab\\u001b[2J\\u202e\\\"\\\\\","
                + " memberId=\"\", members=[])");
  }

  @Test
  void cutsLongStringsAndLists() {
    assertThat(new LeaveGroupRequest().groupId("x".repeat(30_000)).toString())
        .startsWith("LeaveGroupRequest(groupId=\"" + "x".repeat(120) + "...\"");
    List<Long> many = IntStream.range(0, 1000).mapToObj(Long::valueOf).toList();
    assertThat(new ListTransactionsRequest().producerIdFilters(many).toString())
        .contains("producerIdFilters=[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 990 more]");
  }

  @Test
  void staysBoundedWhateverTheMessageHolds() {
    AlterConfigsResource resource =
        new AlterConfigsResource()
            .resourceName("n".repeat(1000))
            .configs(Collections.nCopies(50, new AlterableConfig().name("c".repeat(1000))));
    assertThat(
            new IncrementalAlterConfigsRequest()
                .resources(Collections.nCopies(50, resource))
                .toString())
        .hasSizeLessThan(2100);
  }

  @Test
  void showsBytesAsTheirSizeAndHidesSecrets() {
    assertThat(new SaslAuthenticateRequest().authBytes(new byte[] {1, 2, 3}))
        .hasToString("SaslAuthenticateRequest(authBytes=3 bytes)");
    assertThat(new AlterableConfig().name("ssl.key.password").value("swordfish"))
        .hasToString(
            "AlterableConfig(name=\"ssl.key.password\", configOperation=0, value=[hidden])");
  }
}
