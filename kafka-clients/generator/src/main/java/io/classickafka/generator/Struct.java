package io.classickafka.generator;

import java.util.List;

/**
 * The fields of a message or of a struct inside one, in the order of the wire.
 *
 * @param versions the versions in which it can occur
 */
record Struct(String name, Versions versions, List<Field> fields) {

  List<Field> taggedFields() {
    return fields.stream()
        .filter(Field::tagged)
        .sorted((a, b) -> Integer.compare(a.tag(), b.tag()))
        .toList();
  }
}
