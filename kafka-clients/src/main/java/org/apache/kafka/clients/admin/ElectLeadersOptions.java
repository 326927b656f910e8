package org.apache.kafka.clients.admin;

/** How leaders are elected. */
public final class ElectLeadersOptions extends AbstractOptions<ElectLeadersOptions> {}
