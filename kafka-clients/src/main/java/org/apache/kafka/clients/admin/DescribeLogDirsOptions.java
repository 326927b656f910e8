package org.apache.kafka.clients.admin;

/** How log directories are described. */
public class DescribeLogDirsOptions extends AbstractOptions<DescribeLogDirsOptions> {}
