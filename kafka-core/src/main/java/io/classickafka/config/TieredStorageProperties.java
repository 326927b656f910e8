package io.classickafka.config;

import org.jspecify.annotations.Nullable;

/**
 * Properties of tiered storage, which this broker does not have. Listed so that a file which has
 * them is understood.
 */
interface TieredStorageProperties {

  PropertyTable TIERED_STORAGE_TABLE = new PropertyTable("Tiered storage");

  Property<Boolean> REMOTE_LOG_STORAGE_SYSTEM_ENABLE =
      TIERED_STORAGE_TABLE
          .ofBoolean("remote.log.storage.system.enable", false)
          .refused(
              "tiered storage is not supported, and records that only lie in remote"
                  + " storage could not be served")
          .doc("Turns tiered storage on.");

  Property<Integer> REMOTE_FETCH_MAX_WAIT_MS =
      TIERED_STORAGE_TABLE
          .ofInt("remote.fetch.max.wait.ms", 500)
          .atLeast(1)
          .clusterWide()
          .ignored(Reasons.TIER)
          .doc("Longest wait for a remote read.");

  Property<Long> REMOTE_LOG_INDEX_FILE_CACHE_TOTAL_SIZE_BYTES =
      TIERED_STORAGE_TABLE
          .ofLong("remote.log.index.file.cache.total.size.bytes", 1_073_741_824L)
          .atLeast(1)
          .clusterWide()
          .ignored(Reasons.TIER)
          .doc("Space for remote indexes.");

  Property<Integer> REMOTE_LOG_MANAGER_COPIER_THREAD_POOL_SIZE =
      TIERED_STORAGE_TABLE
          .ofInt("remote.log.manager.copier.thread.pool.size", -1)
          .accepting(
              Constraint.anyOf(
                  "The default value of -1 means that this will be set to the"
                      + " configured value of remote.log.manager.thread.pool.size, if"
                      + " available; otherwise, it defaults to 10."))
          .ignored(Reasons.TIER)
          .doc("Threads that copy segments.");

  Property<Long> REMOTE_LOG_MANAGER_COPY_MAX_BYTES_PER_SECOND =
      TIERED_STORAGE_TABLE
          .ofLong("remote.log.manager.copy.max.bytes.per.second", Long.MAX_VALUE)
          .atLeast(1)
          .clusterWide()
          .ignored(Reasons.TIER)
          .doc("Most bytes copied a second.");

  Property<Integer> REMOTE_LOG_MANAGER_COPY_QUOTA_WINDOW_NUM =
      TIERED_STORAGE_TABLE
          .ofInt("remote.log.manager.copy.quota.window.num", 11)
          .atLeast(1)
          .ignored(Reasons.TIER)
          .doc("Windows of the copy quota.");

  Property<Integer> REMOTE_LOG_MANAGER_COPY_QUOTA_WINDOW_SIZE_SECONDS =
      TIERED_STORAGE_TABLE
          .ofInt("remote.log.manager.copy.quota.window.size.seconds", 1)
          .atLeast(1)
          .ignored(Reasons.TIER)
          .doc("Length of such a window.");

  Property<Integer> REMOTE_LOG_MANAGER_EXPIRATION_THREAD_POOL_SIZE =
      TIERED_STORAGE_TABLE
          .ofInt("remote.log.manager.expiration.thread.pool.size", -1)
          .accepting(
              Constraint.anyOf(
                  "The default value of -1 means that this will be set to the"
                      + " configured value of remote.log.manager.thread.pool.size, if"
                      + " available; otherwise, it defaults to 10."))
          .ignored(Reasons.TIER)
          .doc("Threads that delete segments.");

  Property<Long> REMOTE_LOG_MANAGER_FETCH_MAX_BYTES_PER_SECOND =
      TIERED_STORAGE_TABLE
          .ofLong("remote.log.manager.fetch.max.bytes.per.second", Long.MAX_VALUE)
          .atLeast(1)
          .clusterWide()
          .ignored(Reasons.TIER)
          .doc("Most bytes fetched a second.");

  Property<Integer> REMOTE_LOG_MANAGER_FETCH_QUOTA_WINDOW_NUM =
      TIERED_STORAGE_TABLE
          .ofInt("remote.log.manager.fetch.quota.window.num", 11)
          .atLeast(1)
          .ignored(Reasons.TIER)
          .doc("Windows of the fetch quota.");

  Property<Integer> REMOTE_LOG_MANAGER_FETCH_QUOTA_WINDOW_SIZE_SECONDS =
      TIERED_STORAGE_TABLE
          .ofInt("remote.log.manager.fetch.quota.window.size.seconds", 1)
          .atLeast(1)
          .ignored(Reasons.TIER)
          .doc("Length of such a window.");

  Property<Long> REMOTE_LOG_MANAGER_TASK_INTERVAL_MS =
      TIERED_STORAGE_TABLE
          .ofLong("remote.log.manager.task.interval.ms", 30_000L)
          .atLeast(1)
          .ignored(Reasons.TIER)
          .doc("How often segments are copied and deleted.");

  Property<Long> REMOTE_LOG_MANAGER_TASK_RETRY_BACKOFF_MAX_MS =
      TIERED_STORAGE_TABLE
          .ofLong("remote.log.manager.task.retry.backoff.max.ms", 30_000L)
          .atLeast(1)
          .internal()
          .ignored(Reasons.TIER)
          .doc("Longest pause after a failure.");

  Property<Long> REMOTE_LOG_MANAGER_TASK_RETRY_BACKOFF_MS =
      TIERED_STORAGE_TABLE
          .ofLong("remote.log.manager.task.retry.backoff.ms", 500L)
          .atLeast(1)
          .internal()
          .ignored(Reasons.TIER)
          .doc("First pause after a failure.");

  Property<Double> REMOTE_LOG_MANAGER_TASK_RETRY_JITTER =
      TIERED_STORAGE_TABLE
          .ofDouble("remote.log.manager.task.retry.jitter", 0.2)
          .between(0, 0.5)
          .internal()
          .ignored(Reasons.TIER)
          .doc("Random share of that pause.");

  Property<Integer> REMOTE_LOG_MANAGER_THREAD_POOL_SIZE =
      TIERED_STORAGE_TABLE
          .ofInt("remote.log.manager.thread.pool.size", 10)
          .atLeast(1)
          .ignored(Reasons.TIER)
          .doc("Threads of the remote log.");

  Property<Integer> REMOTE_LOG_METADATA_CUSTOM_METADATA_MAX_BYTES =
      TIERED_STORAGE_TABLE
          .ofInt("remote.log.metadata.custom.metadata.max.bytes", 128)
          .atLeast(0)
          .ignored(Reasons.TIER)
          .doc("Most custom metadata of a segment.");

  Property<String> REMOTE_LOG_METADATA_MANAGER_CLASS_NAME =
      TIERED_STORAGE_TABLE
          .ofString(
              "remote.log.metadata.manager.class.name",
              "org.apache.kafka.server.log.remote.metadata.storage."
                  + "TopicBasedRemoteLogMetadataManager")
          .accepting(Constraint.nonEmptyText())
          .ignored(Reasons.TIER)
          .doc("Class that keeps the remote metadata.");

  Property<@Nullable String> REMOTE_LOG_METADATA_MANAGER_CLASS_PATH =
      TIERED_STORAGE_TABLE
          .ofString("remote.log.metadata.manager.class.path")
          .ignored(Reasons.TIER)
          .doc("Class path of it.");

  Property<String> REMOTE_LOG_METADATA_MANAGER_IMPL_PREFIX =
      TIERED_STORAGE_TABLE
          .ofString("remote.log.metadata.manager.impl.prefix", "rlmm.config.")
          .accepting(Constraint.nonEmptyText())
          .ignored(Reasons.TIER)
          .doc("Prefix of its properties.");

  Property<@Nullable String> REMOTE_LOG_METADATA_MANAGER_LISTENER_NAME =
      TIERED_STORAGE_TABLE
          .ofString("remote.log.metadata.manager.listener.name")
          .accepting(Constraint.nonEmptyText())
          .ignored(Reasons.TIER)
          .doc("Listener it connects to.");

  Property<Integer> REMOTE_LOG_READER_MAX_PENDING_TASKS =
      TIERED_STORAGE_TABLE
          .ofInt("remote.log.reader.max.pending.tasks", 100)
          .atLeast(1)
          .ignored(Reasons.TIER)
          .doc("Most remote reads that wait.");

  Property<Integer> REMOTE_LOG_READER_THREADS =
      TIERED_STORAGE_TABLE
          .ofInt("remote.log.reader.threads", 10)
          .atLeast(1)
          .ignored(Reasons.TIER)
          .doc("Threads of remote reads.");

  Property<@Nullable String> REMOTE_LOG_STORAGE_MANAGER_CLASS_NAME =
      TIERED_STORAGE_TABLE
          .ofString("remote.log.storage.manager.class.name")
          .accepting(Constraint.nonEmptyText())
          .ignored(Reasons.TIER)
          .doc("Class that moves segments.");

  Property<@Nullable String> REMOTE_LOG_STORAGE_MANAGER_CLASS_PATH =
      TIERED_STORAGE_TABLE
          .ofString("remote.log.storage.manager.class.path")
          .ignored(Reasons.TIER)
          .doc("Class path of it.");

  Property<String> REMOTE_LOG_STORAGE_MANAGER_IMPL_PREFIX =
      TIERED_STORAGE_TABLE
          .ofString("remote.log.storage.manager.impl.prefix", "rsm.config.")
          .accepting(Constraint.nonEmptyText())
          .ignored(Reasons.TIER)
          .doc("Prefix of its properties.");

  Property<Long> LOG_LOCAL_RETENTION_BYTES =
      TIERED_STORAGE_TABLE
          .ofLong("log.local.retention.bytes", -2L)
          .atLeast(-2)
          .clusterWide()
          .ignored(Reasons.TIER)
          .doc("Size kept on local disks; -2 is the whole retention.");

  Property<Long> LOG_LOCAL_RETENTION_MS =
      TIERED_STORAGE_TABLE
          .ofLong("log.local.retention.ms", -2L)
          .atLeast(-2)
          .clusterWide()
          .ignored(Reasons.TIER)
          .doc("Age kept on local disks; -2 is the whole retention.");
}
