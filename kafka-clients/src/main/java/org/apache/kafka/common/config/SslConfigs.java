package org.apache.kafka.common.config;

/** The names of the settings for TLS. */
public final class SslConfigs {

  public static final String SSL_PROTOCOL_CONFIG = "ssl.protocol";
  public static final String SSL_PROVIDER_CONFIG = "ssl.provider";
  public static final String SSL_CIPHER_SUITES_CONFIG = "ssl.cipher.suites";
  public static final String SSL_ENABLED_PROTOCOLS_CONFIG = "ssl.enabled.protocols";
  public static final String SSL_KEYSTORE_TYPE_CONFIG = "ssl.keystore.type";
  public static final String DEFAULT_SSL_KEYSTORE_TYPE = "JKS";
  public static final String SSL_KEYSTORE_KEY_CONFIG = "ssl.keystore.key";
  public static final String SSL_KEYSTORE_CERTIFICATE_CHAIN_CONFIG =
      "ssl.keystore.certificate.chain";
  public static final String SSL_TRUSTSTORE_CERTIFICATES_CONFIG = "ssl.truststore.certificates";
  public static final String SSL_KEYSTORE_LOCATION_CONFIG = "ssl.keystore.location";
  public static final String SSL_KEYSTORE_PASSWORD_CONFIG = "ssl.keystore.password";
  public static final String SSL_KEY_PASSWORD_CONFIG = "ssl.key.password";
  public static final String SSL_TRUSTSTORE_TYPE_CONFIG = "ssl.truststore.type";
  public static final String DEFAULT_SSL_TRUSTSTORE_TYPE = "JKS";
  public static final String SSL_TRUSTSTORE_LOCATION_CONFIG = "ssl.truststore.location";
  public static final String SSL_TRUSTSTORE_PASSWORD_CONFIG = "ssl.truststore.password";
  public static final String SSL_KEYMANAGER_ALGORITHM_CONFIG = "ssl.keymanager.algorithm";
  public static final String SSL_TRUSTMANAGER_ALGORITHM_CONFIG = "ssl.trustmanager.algorithm";
  public static final String SSL_ENDPOINT_IDENTIFICATION_ALGORITHM_CONFIG =
      "ssl.endpoint.identification.algorithm";
  public static final String DEFAULT_SSL_ENDPOINT_IDENTIFICATION_ALGORITHM = "https";
  public static final String SSL_SECURE_RANDOM_IMPLEMENTATION_CONFIG =
      "ssl.secure.random.implementation";
  public static final String SSL_ENGINE_FACTORY_CLASS_CONFIG = "ssl.engine.factory.class";

  private SslConfigs() {}
}
