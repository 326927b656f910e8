package io.classickafka.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Logging in by SASL. */
interface SaslProperties {

  PropertyTable SASL_TABLE = new PropertyTable("SASL");

  Property<List<String>> SASL_ENABLED_MECHANISMS =
      SASL_TABLE
          .ofList("sasl.enabled.mechanisms", "GSSAPI")
          .perBroker()
          .notYet(Reasons.SECURITY)
          .doc("Login mechanisms offered to clients.");

  Property<String> SASL_MECHANISM_INTER_BROKER_PROTOCOL =
      SASL_TABLE
          .ofString("sasl.mechanism.inter.broker.protocol", "GSSAPI")
          .perBroker()
          .notYet(Reasons.SECURITY)
          .doc("Mechanism with which brokers log in to each other.");

  Property<@Nullable Secret> SASL_JAAS_CONFIG =
      SASL_TABLE
          .ofPassword("sasl.jaas.config")
          .perBroker()
          .notYet(Reasons.SECURITY)
          .doc("Login modules and their options, in the format of JAAS files.");

  Property<@Nullable String> SASL_CLIENT_CALLBACK_HANDLER_CLASS =
      SASL_TABLE
          .ofClass("sasl.client.callback.handler.class")
          .notYet(Reasons.SECURITY)
          .doc("Class that answers a client-side login module.");

  Property<@Nullable String> SASL_SERVER_CALLBACK_HANDLER_CLASS =
      SASL_TABLE
          .ofClass("sasl.server.callback.handler.class")
          .notYet(Reasons.SECURITY)
          .doc("Class that checks what a login presents.");

  Property<@Nullable String> SASL_LOGIN_CALLBACK_HANDLER_CLASS =
      SASL_TABLE
          .ofClass("sasl.login.callback.handler.class")
          .notYet(Reasons.SECURITY)
          .doc("Class that answers the login itself.");

  Property<@Nullable String> SASL_LOGIN_CLASS =
      SASL_TABLE
          .ofClass("sasl.login.class")
          .notYet(Reasons.SECURITY)
          .doc("Class that logs in and renews.");

  Property<Integer> SASL_SERVER_MAX_RECEIVE_SIZE =
      SASL_TABLE
          .ofInt("sasl.server.max.receive.size", 524_288)
          .notYet(Reasons.SECURITY)
          .doc("Largest message of a login.");

  Property<String> SASL_KERBEROS_KINIT_CMD =
      SASL_TABLE
          .ofString("sasl.kerberos.kinit.cmd", "/usr/bin/kinit")
          .perBroker()
          .notYet(Reasons.SECURITY)
          .doc("Path of the kinit program.");

  Property<Long> SASL_KERBEROS_MIN_TIME_BEFORE_RELOGIN =
      SASL_TABLE
          .ofLong("sasl.kerberos.min.time.before.relogin", 60_000L)
          .perBroker()
          .notYet(Reasons.SECURITY)
          .doc("Shortest pause between two attempts to renew.");

  Property<List<String>> SASL_KERBEROS_PRINCIPAL_TO_LOCAL_RULES =
      SASL_TABLE
          .ofList("sasl.kerberos.principal.to.local.rules", "DEFAULT")
          .perBroker()
          .notYet(Reasons.SECURITY)
          .doc("Rules from Kerberos names to short names.");

  Property<@Nullable String> SASL_KERBEROS_SERVICE_NAME =
      SASL_TABLE
          .ofString("sasl.kerberos.service.name")
          .perBroker()
          .notYet(Reasons.SECURITY)
          .doc("The Kerberos name brokers run under.");

  Property<Double> SASL_KERBEROS_TICKET_RENEW_JITTER =
      SASL_TABLE
          .ofDouble("sasl.kerberos.ticket.renew.jitter", 0.05)
          .perBroker()
          .notYet(Reasons.SECURITY)
          .doc("Share of the renewal time that is random.");

  Property<Double> SASL_KERBEROS_TICKET_RENEW_WINDOW_FACTOR =
      SASL_TABLE
          .ofDouble("sasl.kerberos.ticket.renew.window.factor", 0.8)
          .perBroker()
          .notYet(Reasons.SECURITY)
          .doc("Share of a ticket's life after which it is renewed.");

  Property<@Nullable Integer> SASL_LOGIN_CONNECT_TIMEOUT_MS =
      SASL_TABLE
          .ofInt("sasl.login.connect.timeout.ms")
          .notYet(Reasons.SECURITY)
          .doc("How long to wait for a connection to the identity provider.");

  Property<@Nullable Integer> SASL_LOGIN_READ_TIMEOUT_MS =
      SASL_TABLE
          .ofInt("sasl.login.read.timeout.ms")
          .notYet(Reasons.SECURITY)
          .doc("How long to wait for its answer.");

  Property<Short> SASL_LOGIN_REFRESH_BUFFER_SECONDS =
      SASL_TABLE
          .ofShort("sasl.login.refresh.buffer.seconds", 300)
          .perBroker()
          .notYet(Reasons.SECURITY)
          .doc("Time before expiry that a renewal must not run into.");

  Property<Short> SASL_LOGIN_REFRESH_MIN_PERIOD_SECONDS =
      SASL_TABLE
          .ofShort("sasl.login.refresh.min.period.seconds", 60)
          .perBroker()
          .notYet(Reasons.SECURITY)
          .doc("Shortest time between two renewals.");

  Property<Double> SASL_LOGIN_REFRESH_WINDOW_FACTOR =
      SASL_TABLE
          .ofDouble("sasl.login.refresh.window.factor", 0.8)
          .perBroker()
          .notYet(Reasons.SECURITY)
          .doc("Share of a credential's life after which it is renewed.");

  Property<Double> SASL_LOGIN_REFRESH_WINDOW_JITTER =
      SASL_TABLE
          .ofDouble("sasl.login.refresh.window.jitter", 0.05)
          .perBroker()
          .notYet(Reasons.SECURITY)
          .doc("Share of that time that is random.");

  Property<Long> SASL_LOGIN_RETRY_BACKOFF_MAX_MS =
      SASL_TABLE
          .ofLong("sasl.login.retry.backoff.max.ms", 10_000L)
          .notYet(Reasons.SECURITY)
          .doc("Longest pause between attempts at the identity provider.");

  Property<Long> SASL_LOGIN_RETRY_BACKOFF_MS =
      SASL_TABLE
          .ofLong("sasl.login.retry.backoff.ms", 100L)
          .notYet(Reasons.SECURITY)
          .doc("First pause between them.");

  Property<Integer> SASL_OAUTHBEARER_CLOCK_SKEW_SECONDS =
      SASL_TABLE
          .ofInt("sasl.oauthbearer.clock.skew.seconds", 30)
          .notYet(Reasons.SECURITY)
          .doc("Difference of clocks that is tolerated.");

  Property<@Nullable List<String>> SASL_OAUTHBEARER_EXPECTED_AUDIENCE =
      SASL_TABLE
          .ofListUnset("sasl.oauthbearer.expected.audience")
          .notYet(Reasons.SECURITY)
          .doc("Audience a token must be for.");

  Property<@Nullable String> SASL_OAUTHBEARER_EXPECTED_ISSUER =
      SASL_TABLE
          .ofString("sasl.oauthbearer.expected.issuer")
          .notYet(Reasons.SECURITY)
          .doc("Issuer a token must be from.");

  Property<Long> SASL_OAUTHBEARER_JWKS_ENDPOINT_REFRESH_MS =
      SASL_TABLE
          .ofLong("sasl.oauthbearer.jwks.endpoint.refresh.ms", 3_600_000L)
          .notYet(Reasons.SECURITY)
          .doc("How often the issuer's keys are fetched.");

  Property<Long> SASL_OAUTHBEARER_JWKS_ENDPOINT_RETRY_BACKOFF_MAX_MS =
      SASL_TABLE
          .ofLong("sasl.oauthbearer.jwks.endpoint.retry.backoff.max.ms", 10_000L)
          .notYet(Reasons.SECURITY)
          .doc("Longest pause between attempts to fetch them.");

  Property<Long> SASL_OAUTHBEARER_JWKS_ENDPOINT_RETRY_BACKOFF_MS =
      SASL_TABLE
          .ofLong("sasl.oauthbearer.jwks.endpoint.retry.backoff.ms", 100L)
          .notYet(Reasons.SECURITY)
          .doc("First pause between them.");

  Property<@Nullable String> SASL_OAUTHBEARER_JWKS_ENDPOINT_URL =
      SASL_TABLE
          .ofString("sasl.oauthbearer.jwks.endpoint.url")
          .notYet(Reasons.SECURITY)
          .doc("Where the issuer's keys are.");

  Property<String> SASL_OAUTHBEARER_SCOPE_CLAIM_NAME =
      SASL_TABLE
          .ofString("sasl.oauthbearer.scope.claim.name", "scope")
          .notYet(Reasons.SECURITY)
          .doc("Name of the claim with the scope.");

  Property<String> SASL_OAUTHBEARER_SUB_CLAIM_NAME =
      SASL_TABLE
          .ofString("sasl.oauthbearer.sub.claim.name", "sub")
          .notYet(Reasons.SECURITY)
          .doc("Name of the claim with the subject.");

  Property<@Nullable String> SASL_OAUTHBEARER_TOKEN_ENDPOINT_URL =
      SASL_TABLE
          .ofString("sasl.oauthbearer.token.endpoint.url")
          .notYet(Reasons.SECURITY)
          .doc("Where tokens are fetched.");
}
