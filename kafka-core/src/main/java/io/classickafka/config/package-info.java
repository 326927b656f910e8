/**
 * What may be configured, and what was: one table each of broker and topic properties (name, type,
 * default, range, whether it can change at run time, a sentence, and what this broker does with
 * it), and the immutable snapshots read from them. {@code docs/configuration.md} is generated from
 * the tables.
 *
 * <p>Entry types: {@link io.classickafka.config.BrokerProperties} and {@link
 * io.classickafka.config.TopicProperties} (the constants), {@link
 * io.classickafka.config.BrokerConfig} and {@link io.classickafka.config.TopicConfig} (the values),
 * {@link io.classickafka.config.BrokerConfigFile} (reading). Everything here is immutable and may
 * be used on any thread; nothing here reads a clock or keeps state. It imports no other package of
 * the broker.
 *
 * <p>Non-obvious:
 *
 * <ul>
 *   <li>Wrong values are values: parsing returns every problem found, not the first as an
 *       exception.
 *   <li>A property that this broker does not honour keeps its default whatever a file says, with
 *       one warning. Where ignoring it would cost data or security, it is refused instead.
 *   <li>{@code get} answers with the fallback keys applied ({@code log.retention.ms} falls back on
 *       minutes, then hours); describing a configuration shows each key by itself.
 * </ul>
 */
@NullMarked
package io.classickafka.config;

import org.jspecify.annotations.NullMarked;
