package io.classickafka.config;

import org.jspecify.annotations.Nullable;

/** The windows over which quotas are measured. */
interface QuotaProperties {

  PropertyTable QUOTA_TABLE = new PropertyTable("Quotas");

  Property<@Nullable String> CLIENT_QUOTA_CALLBACK_CLASS =
      QUOTA_TABLE
          .ofClass("client.quota.callback.class")
          .refused(Reasons.QUOTA_CALLBACK)
          .doc("Class that computes quotas.");

  Property<Integer> QUOTA_WINDOW_NUM =
      QUOTA_TABLE
          .ofInt("quota.window.num", 11)
          .atLeast(1)
          .notYet(Reasons.QUOTAS)
          .doc("Windows of client quotas kept in memory.");

  Property<Integer> QUOTA_WINDOW_SIZE_SECONDS =
      QUOTA_TABLE
          .ofInt("quota.window.size.seconds", 1)
          .atLeast(1)
          .notYet(Reasons.QUOTAS)
          .doc("Length of such a window.");

  Property<Integer> REPLICATION_QUOTA_WINDOW_NUM =
      QUOTA_TABLE
          .ofInt("replication.quota.window.num", 11)
          .atLeast(1)
          .doc("Windows of replication quotas kept in memory.");

  Property<Integer> REPLICATION_QUOTA_WINDOW_SIZE_SECONDS =
      QUOTA_TABLE
          .ofInt("replication.quota.window.size.seconds", 1)
          .atLeast(1)
          .doc("Length of such a window.");

  Property<Integer> ALTER_LOG_DIRS_REPLICATION_QUOTA_WINDOW_NUM =
      QUOTA_TABLE
          .ofInt("alter.log.dirs.replication.quota.window.num", 11)
          .atLeast(1)
          .doc("Windows of the quota for moves between log directories kept in memory.");

  Property<Integer> ALTER_LOG_DIRS_REPLICATION_QUOTA_WINDOW_SIZE_SECONDS =
      QUOTA_TABLE
          .ofInt("alter.log.dirs.replication.quota.window.size.seconds", 1)
          .atLeast(1)
          .doc("Length of such a window.");

  Property<Integer> CONTROLLER_QUOTA_WINDOW_NUM =
      QUOTA_TABLE
          .ofInt("controller.quota.window.num", 11)
          .atLeast(1)
          .notYet(Reasons.QUOTAS)
          .doc("Windows of the quota for topic changes kept in memory.");

  Property<Integer> CONTROLLER_QUOTA_WINDOW_SIZE_SECONDS =
      QUOTA_TABLE
          .ofInt("controller.quota.window.size.seconds", 1)
          .atLeast(1)
          .notYet(Reasons.QUOTAS)
          .doc("Length of such a window.");
}
