package io.classickafka.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who may connect, by certificate or token, and what they may do. */
interface SecurityProperties {

  PropertyTable SECURITY_TABLE = new PropertyTable("TLS, authorisation and tokens");

  Property<String> AUTHORIZER_CLASS_NAME =
      SECURITY_TABLE
          .ofString("authorizer.class.name", "")
          .accepting(Constraint.nonNullText())
          .refused("access control is not there yet and every request would be allowed")
          .doc("Class that decides what a principal may do.");

  Property<String> PRINCIPAL_BUILDER_CLASS =
      SECURITY_TABLE
          .ofClass(
              "principal.builder.class",
              "org.apache.kafka.common.security.authenticator.DefaultKafkaPrincipalBuilder")
          .perBroker()
          .notYet(Reasons.SECURITY)
          .doc("Class that names the principal of a connection.");

  Property<String> SSL_CLIENT_AUTH =
      SECURITY_TABLE
          .ofString("ssl.client.auth", "none")
          .oneOf("required", "requested", "none")
          .perBroker()
          .notYet(Reasons.SECURITY)
          .doc("Whether clients must, may or need not show a certificate.");

  Property<List<String>> SSL_CIPHER_SUITES =
      SECURITY_TABLE
          .ofList("ssl.cipher.suites")
          .perBroker()
          .notYet(Reasons.SECURITY)
          .doc("TLS cipher suites offered; all of the JVM's when empty.");

  Property<List<String>> SSL_ENABLED_PROTOCOLS =
      SECURITY_TABLE
          .ofList("ssl.enabled.protocols", "TLSv1.2", "TLSv1.3")
          .perBroker()
          .notYet(Reasons.SECURITY)
          .doc("TLS versions accepted.");

  Property<String> SSL_PROTOCOL =
      SECURITY_TABLE
          .ofString("ssl.protocol", "TLSv1.3")
          .perBroker()
          .notYet(Reasons.SECURITY)
          .doc("TLS version a context is made for.");

  Property<@Nullable String> SSL_PROVIDER =
      SECURITY_TABLE
          .ofString("ssl.provider")
          .perBroker()
          .notYet(Reasons.SECURITY)
          .doc("Security provider of TLS.");

  Property<String> SSL_ENDPOINT_IDENTIFICATION_ALGORITHM =
      SECURITY_TABLE
          .ofString("ssl.endpoint.identification.algorithm", "https")
          .perBroker()
          .notYet(Reasons.SECURITY)
          .doc(
              "How a peer's host name is checked against its certificate; empty"
                  + " switches it off.");

  Property<@Nullable String> SSL_ENGINE_FACTORY_CLASS =
      SECURITY_TABLE
          .ofClass("ssl.engine.factory.class")
          .perBroker()
          .notYet(Reasons.SECURITY)
          .doc("Class that makes TLS engines.");

  Property<@Nullable Secret> SSL_KEY_PASSWORD =
      SECURITY_TABLE
          .ofPassword("ssl.key.password")
          .perBroker()
          .notYet(Reasons.SECURITY)
          .doc("Password of the private key.");

  Property<String> SSL_KEYMANAGER_ALGORITHM =
      SECURITY_TABLE
          .ofString("ssl.keymanager.algorithm", "SunX509")
          .perBroker()
          .notYet(Reasons.SECURITY)
          .doc("Algorithm of the key manager.");

  Property<@Nullable Secret> SSL_KEYSTORE_CERTIFICATE_CHAIN =
      SECURITY_TABLE
          .ofPassword("ssl.keystore.certificate.chain")
          .perBroker()
          .notYet(Reasons.SECURITY)
          .doc("Certificate chain in PEM.");

  Property<@Nullable Secret> SSL_KEYSTORE_KEY =
      SECURITY_TABLE
          .ofPassword("ssl.keystore.key")
          .perBroker()
          .notYet(Reasons.SECURITY)
          .doc("Private key in PEM.");

  Property<@Nullable String> SSL_KEYSTORE_LOCATION =
      SECURITY_TABLE
          .ofString("ssl.keystore.location")
          .perBroker()
          .notYet(Reasons.SECURITY)
          .doc("File of the key store.");

  Property<@Nullable Secret> SSL_KEYSTORE_PASSWORD =
      SECURITY_TABLE
          .ofPassword("ssl.keystore.password")
          .perBroker()
          .notYet(Reasons.SECURITY)
          .doc("Password of the key store.");

  Property<String> SSL_KEYSTORE_TYPE =
      SECURITY_TABLE
          .ofString("ssl.keystore.type", "JKS")
          .perBroker()
          .notYet(Reasons.SECURITY)
          .doc("Format of the key store: JKS, PKCS12 or PEM.");

  Property<@Nullable Secret> SSL_TRUSTSTORE_CERTIFICATES =
      SECURITY_TABLE
          .ofPassword("ssl.truststore.certificates")
          .perBroker()
          .notYet(Reasons.SECURITY)
          .doc("Trusted certificates in PEM.");

  Property<@Nullable String> SSL_TRUSTSTORE_LOCATION =
      SECURITY_TABLE
          .ofString("ssl.truststore.location")
          .perBroker()
          .notYet(Reasons.SECURITY)
          .doc("File of the trust store.");

  Property<@Nullable Secret> SSL_TRUSTSTORE_PASSWORD =
      SECURITY_TABLE
          .ofPassword("ssl.truststore.password")
          .perBroker()
          .notYet(Reasons.SECURITY)
          .doc("Password of the trust store.");

  Property<String> SSL_TRUSTSTORE_TYPE =
      SECURITY_TABLE
          .ofString("ssl.truststore.type", "JKS")
          .perBroker()
          .notYet(Reasons.SECURITY)
          .doc("Format of the trust store: JKS, PKCS12 or PEM.");

  Property<String> SSL_TRUSTMANAGER_ALGORITHM =
      SECURITY_TABLE
          .ofString("ssl.trustmanager.algorithm", "PKIX")
          .perBroker()
          .notYet(Reasons.SECURITY)
          .doc("Algorithm of the trust manager.");

  Property<@Nullable String> SSL_SECURE_RANDOM_IMPLEMENTATION =
      SECURITY_TABLE
          .ofString("ssl.secure.random.implementation")
          .perBroker()
          .notYet(Reasons.SECURITY)
          .doc("Random generator of TLS.");

  Property<String> SSL_PRINCIPAL_MAPPING_RULES =
      SECURITY_TABLE
          .ofString("ssl.principal.mapping.rules", "DEFAULT")
          .notYet(Reasons.SECURITY)
          .doc("Rules from a certificate's distinguished name to a principal.");

  Property<Boolean> SSL_ALLOW_DN_CHANGES =
      SECURITY_TABLE
          .ofBoolean("ssl.allow.dn.changes", false)
          .notYet(Reasons.SECURITY)
          .doc("Lets a new key store have another distinguished name.");

  Property<Boolean> SSL_ALLOW_SAN_CHANGES =
      SECURITY_TABLE
          .ofBoolean("ssl.allow.san.changes", false)
          .notYet(Reasons.SECURITY)
          .doc("Lets a new key store lack names the old one had.");

  Property<Long> DELEGATION_TOKEN_EXPIRY_CHECK_INTERVAL_MS =
      SECURITY_TABLE
          .ofLong("delegation.token.expiry.check.interval.ms", 3_600_000L)
          .atLeast(1)
          .notYet(Reasons.TOKENS)
          .doc("How often expired tokens are looked for.");

  Property<Long> DELEGATION_TOKEN_EXPIRY_TIME_MS =
      SECURITY_TABLE
          .ofLong("delegation.token.expiry.time.ms", 86_400_000L)
          .atLeast(1)
          .notYet(Reasons.TOKENS)
          .doc("Time after which a token must be renewed.");

  Property<@Nullable Secret> DELEGATION_TOKEN_MASTER_KEY =
      SECURITY_TABLE
          .ofPassword("delegation.token.master.key")
          .notYet(Reasons.TOKENS)
          .doc("Older name of delegation.token.secret.key.");

  Property<Long> DELEGATION_TOKEN_MAX_LIFETIME_MS =
      SECURITY_TABLE
          .ofLong("delegation.token.max.lifetime.ms", 604_800_000L)
          .atLeast(1)
          .notYet(Reasons.TOKENS)
          .doc("Time after which a token cannot be renewed any more.");

  Property<@Nullable Secret> DELEGATION_TOKEN_SECRET_KEY =
      SECURITY_TABLE
          .ofPassword("delegation.token.secret.key")
          .notYet(Reasons.TOKENS)
          .doc("Secret with which tokens are signed; the same on every broker.");
}
