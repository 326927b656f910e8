package io.classickafka.coordination;

import java.util.List;

/** The names of a node's children, sorted; empty unless the status is {@link Status#OK}. */
public record ChildrenResult(Status status, List<String> children) {

  public ChildrenResult {
    children = List.copyOf(children);
  }
}
