package io.classickafka.system;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The test drives a foreign client, or wants a right. Where that is missing the test is skipped and
 * named, or fails when {@code -Dforeign.clients=required}.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(Needs.Installed.class)
@interface Needs {

  ForeignClient value();

  /** Looks for the client before the test. */
  final class Installed implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      Needs needs = context.getRequiredTestClass().getAnnotation(Needs.class);
      if (context.getTestMethod().isPresent()) {
        Needs ofMethod = context.getRequiredTestMethod().getAnnotation(Needs.class);
        needs = ofMethod != null ? ofMethod : needs;
      }
      if (needs == null || needs.value().installed()) {
        return ConditionEvaluationResult.enabled("installed");
      }
      String message = needs.value().missing();
      if (ForeignClient.required()) {
        throw new IllegalStateException(message);
      }
      System.out.println("SKIPPED " + context.getDisplayName() + ": " + message);
      return ConditionEvaluationResult.disabled(message);
    }
  }
}
