package org.apache.kafka.clients.admin;

/** How the features of a cluster are described. */
public class DescribeFeaturesOptions extends AbstractOptions<DescribeFeaturesOptions> {}
