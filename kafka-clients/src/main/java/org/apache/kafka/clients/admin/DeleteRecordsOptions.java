package org.apache.kafka.clients.admin;

/** How records are deleted. */
public class DeleteRecordsOptions extends AbstractOptions<DeleteRecordsOptions> {}
