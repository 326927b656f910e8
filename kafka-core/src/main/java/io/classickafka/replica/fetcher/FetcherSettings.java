package io.classickafka.replica.fetcher;

/**
 * What fetchers go by. Immutable.
 *
 * @param brokerId this broker
 * @param partitionMaxBytes {@code replica.fetch.max.bytes}
 * @param responseMaxBytes {@code replica.fetch.response.max.bytes}
 * @param minBytes {@code replica.fetch.min.bytes}
 * @param maxWaitMs {@code replica.fetch.wait.max.ms}
 * @param patient whether leaders know these fetchers for patient ones
 * @param backoffMs {@code replica.fetch.backoff.ms}
 */
public record FetcherSettings(
    int brokerId,
    int partitionMaxBytes,
    int responseMaxBytes,
    int minBytes,
    int maxWaitMs,
    boolean patient,
    long backoffMs,
    FetcherVersions versions) {}
