package io.classickafka.tools;

import org.apache.kafka.common.KafkaException;

/** Classes that are named on the command line. */
final class Plugin {

  private Plugin() {}

  /**
   * A new object of a class.
   *
   * @param flag that named it, for messages
   */
  static <T> T make(String className, Class<T> type, String flag) {
    try {
      return type.cast(Class.forName(className).getDeclaredConstructor().newInstance());
    } catch (ClassNotFoundException e) {
      throw new KafkaException(
          flag + ": there is no class " + className + ": correct it, or add its jar to CLASSPATH",
          e);
    } catch (ReflectiveOperationException e) {
      throw new KafkaException(
          flag + ": " + className + " needs a public constructor without parameters", e);
    } catch (ClassCastException e) {
      throw new KafkaException(flag + ": " + className + " is no " + type.getName(), e);
    }
  }
}
