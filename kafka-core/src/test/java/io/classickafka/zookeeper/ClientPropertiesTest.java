package io.classickafka.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.zookeeper.client.ZKClientConfig;
import org.apache.zookeeper.common.ClientX509Util;
import org.junit.jupiter.api.Test;

class ClientPropertiesTest {

  @Test
  void theProcessesPropertiesReachTheClientAsThroughZooKeepersOwnClass() {
    List<String> names;
    try (ClientX509Util tls = new ClientX509Util()) {
      names =
          List.of(
              ZKClientConfig.SECURE_CLIENT,
              ZKClientConfig.ZOOKEEPER_CLIENT_CNXN_SOCKET,
              ZKClientConfig.LOGIN_CONTEXT_NAME_KEY,
              ZKClientConfig.JUTE_MAXBUFFER,
              ZKClientConfig.ZK_SASL_CLIENT_USERNAME,
              "sun.security.jgss.native",
              tls.getSslProtocolProperty(),
              tls.getSslKeystoreLocationProperty(),
              tls.getSslTruststorePasswdPathProperty(),
              tls.getSslAuthProviderProperty(),
              tls.getSslHostnameVerificationEnabledProperty());
    }
    try {
      names.forEach(name -> System.setProperty(name, "of " + name));
      ZKClientConfig theirs = new ZKClientConfig();
      ClientProperties ours = new ClientProperties();
      for (String name : names) {
        assertThat(ours.getProperty(name)).as(name).isEqualTo(theirs.getProperty(name)).isNotNull();
      }
    } finally {
      names.forEach(System::clearProperty);
    }
    assertThat(new ClientProperties().getProperty(ZKClientConfig.SECURE_CLIENT)).isNull();
  }
}
