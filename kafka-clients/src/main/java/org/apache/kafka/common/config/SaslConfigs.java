package org.apache.kafka.common.config;

/** The names of the settings for SASL. */
public final class SaslConfigs {

  public static final String SASL_MECHANISM = "sasl.mechanism";
  public static final String GSSAPI_MECHANISM = "GSSAPI";
  public static final String DEFAULT_SASL_MECHANISM = "GSSAPI";
  public static final String SASL_JAAS_CONFIG = "sasl.jaas.config";
  public static final String SASL_CLIENT_CALLBACK_HANDLER_CLASS =
      "sasl.client.callback.handler.class";
  public static final String SASL_LOGIN_CALLBACK_HANDLER_CLASS =
      "sasl.login.callback.handler.class";
  public static final String SASL_LOGIN_CLASS = "sasl.login.class";
  public static final String SASL_KERBEROS_SERVICE_NAME = "sasl.kerberos.service.name";
  public static final String SASL_KERBEROS_KINIT_CMD = "sasl.kerberos.kinit.cmd";
  public static final String DEFAULT_KERBEROS_KINIT_CMD = "/usr/bin/kinit";
  public static final String SASL_KERBEROS_TICKET_RENEW_WINDOW_FACTOR =
      "sasl.kerberos.ticket.renew.window.factor";
  public static final double DEFAULT_KERBEROS_TICKET_RENEW_WINDOW_FACTOR = 0.8d;
  public static final String SASL_KERBEROS_TICKET_RENEW_JITTER =
      "sasl.kerberos.ticket.renew.jitter";
  public static final double DEFAULT_KERBEROS_TICKET_RENEW_JITTER = 0.05d;
  public static final String SASL_KERBEROS_MIN_TIME_BEFORE_RELOGIN =
      "sasl.kerberos.min.time.before.relogin";
  public static final long DEFAULT_KERBEROS_MIN_TIME_BEFORE_RELOGIN = 60000l;
  public static final String SASL_LOGIN_REFRESH_WINDOW_FACTOR = "sasl.login.refresh.window.factor";
  public static final double DEFAULT_LOGIN_REFRESH_WINDOW_FACTOR = 0.8d;
  public static final String SASL_LOGIN_REFRESH_WINDOW_JITTER = "sasl.login.refresh.window.jitter";
  public static final double DEFAULT_LOGIN_REFRESH_WINDOW_JITTER = 0.05d;
  public static final String SASL_LOGIN_REFRESH_MIN_PERIOD_SECONDS =
      "sasl.login.refresh.min.period.seconds";
  public static final short DEFAULT_LOGIN_REFRESH_MIN_PERIOD_SECONDS = 60;
  public static final String SASL_LOGIN_REFRESH_BUFFER_SECONDS =
      "sasl.login.refresh.buffer.seconds";
  public static final short DEFAULT_LOGIN_REFRESH_BUFFER_SECONDS = 300;
  public static final String SASL_LOGIN_CONNECT_TIMEOUT_MS = "sasl.login.connect.timeout.ms";
  public static final String SASL_LOGIN_READ_TIMEOUT_MS = "sasl.login.read.timeout.ms";
  public static final String SASL_LOGIN_RETRY_BACKOFF_MAX_MS = "sasl.login.retry.backoff.max.ms";
  public static final long DEFAULT_SASL_LOGIN_RETRY_BACKOFF_MAX_MS = 10000l;
  public static final String SASL_LOGIN_RETRY_BACKOFF_MS = "sasl.login.retry.backoff.ms";
  public static final long DEFAULT_SASL_LOGIN_RETRY_BACKOFF_MS = 100l;
  public static final String SASL_OAUTHBEARER_SCOPE_CLAIM_NAME =
      "sasl.oauthbearer.scope.claim.name";
  public static final String DEFAULT_SASL_OAUTHBEARER_SCOPE_CLAIM_NAME = "scope";
  public static final String SASL_OAUTHBEARER_SUB_CLAIM_NAME = "sasl.oauthbearer.sub.claim.name";
  public static final String DEFAULT_SASL_OAUTHBEARER_SUB_CLAIM_NAME = "sub";
  public static final String SASL_OAUTHBEARER_TOKEN_ENDPOINT_URL =
      "sasl.oauthbearer.token.endpoint.url";
  public static final String SASL_OAUTHBEARER_JWKS_ENDPOINT_URL =
      "sasl.oauthbearer.jwks.endpoint.url";
  public static final String SASL_OAUTHBEARER_JWKS_ENDPOINT_REFRESH_MS =
      "sasl.oauthbearer.jwks.endpoint.refresh.ms";
  public static final long DEFAULT_SASL_OAUTHBEARER_JWKS_ENDPOINT_REFRESH_MS = 3600000l;
  public static final String SASL_OAUTHBEARER_JWKS_ENDPOINT_RETRY_BACKOFF_MAX_MS =
      "sasl.oauthbearer.jwks.endpoint.retry.backoff.max.ms";
  public static final long DEFAULT_SASL_OAUTHBEARER_JWKS_ENDPOINT_RETRY_BACKOFF_MAX_MS = 10000l;
  public static final String SASL_OAUTHBEARER_JWKS_ENDPOINT_RETRY_BACKOFF_MS =
      "sasl.oauthbearer.jwks.endpoint.retry.backoff.ms";
  public static final long DEFAULT_SASL_OAUTHBEARER_JWKS_ENDPOINT_RETRY_BACKOFF_MS = 100l;
  public static final String SASL_OAUTHBEARER_CLOCK_SKEW_SECONDS =
      "sasl.oauthbearer.clock.skew.seconds";
  public static final int DEFAULT_SASL_OAUTHBEARER_CLOCK_SKEW_SECONDS = 30;
  public static final String SASL_OAUTHBEARER_EXPECTED_AUDIENCE =
      "sasl.oauthbearer.expected.audience";
  public static final String SASL_OAUTHBEARER_EXPECTED_ISSUER = "sasl.oauthbearer.expected.issuer";
  public static final String SASL_OAUTHBEARER_HEADER_URLENCODE =
      "sasl.oauthbearer.header.urlencode";
  public static final boolean DEFAULT_SASL_OAUTHBEARER_HEADER_URLENCODE = false;

  private SaslConfigs() {}
}
