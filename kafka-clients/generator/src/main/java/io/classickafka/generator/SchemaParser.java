package io.classickafka.generator;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads one schema file. Lines that start with {@code #} describe; then come {@code word value}
 * lines; then a block per message: {@code request}, {@code response} or {@code fields}. A field is
 *
 * <pre>  Name  type  versions  [nullable=V] [tag=N] [default=X] [ignorable] [fixed-length] [secret]
 * </pre>
 *
 * and the fields of a struct stand below it, indented by two more. {@code struct Name V} inside a
 * block begins a struct that several fields name.
 */
final class SchemaParser {

  private static final String INDENT = "  ";

  private final String file;
  private final List<String> lines;
  private final Map<String, String> head = new LinkedHashMap<>();
  private final StringBuilder description = new StringBuilder();
  private int next;
  private Versions versions = Versions.NONE;
  private Versions flexible = Versions.NONE;
  private Map<String, Struct> structs = new LinkedHashMap<>();

  private SchemaParser(String file, List<String> lines) {
    this.file = file;
    this.lines = lines.stream().map(String::stripTrailing).filter(l -> !l.isEmpty()).toList();
  }

  static Schema parse(String file, List<String> lines) {
    return new SchemaParser(file, lines).schema();
  }

  private Schema schema() {
    readHead();
    String kind =
        List.of("api", "header", "data").stream()
            .filter(head::containsKey)
            .findFirst()
            .orElseThrow(() -> wrong("neither api nor header nor data"));
    String[] words = value(kind).split(" ", -1);
    String name = words[words.length - 1];
    int key = kind.equals("api") ? Integer.parseInt(words[0]) : -1;
    versions = Versions.parse(value("versions"));
    flexible = Versions.parse(value("flexible")).and(versions);
    List<Message> messages = new ArrayList<>();
    if (kind.equals("api")) {
      messages.add(message("request", name + "Request"));
      messages.add(message("response", name + "Response"));
    } else {
      messages.add(message("fields", name));
    }
    if (next < lines.size()) {
      throw wrong("left over: " + lines.get(next));
    }
    return new Schema(
        kind,
        key,
        name,
        versions,
        flexible,
        optional("deprecated"),
        optional("clients-throttle"),
        head.containsKey("cluster-action"),
        optional("bare-request"),
        optional("bare-response"),
        messages);
  }

  private void readHead() {
    while (next < lines.size()) {
      String line = lines.get(next);
      if (line.startsWith("#")) {
        description.append(line.substring(1).strip()).append(' ');
      } else if (line.equals("request") || line.equals("fields")) {
        return;
      } else {
        int space = line.indexOf(' ');
        head.put(
            space < 0 ? line : line.substring(0, space),
            space < 0 ? "" : line.substring(space + 1).strip());
      }
      next++;
    }
  }

  private Message message(String block, String name) {
    if (next >= lines.size() || !lines.get(next).equals(block)) {
      throw wrong("no block " + block);
    }
    next++;
    structs = new LinkedHashMap<>();
    Struct root = new Struct(name, versions, fields(INDENT, versions));
    while (next < lines.size() && lines.get(next).startsWith(INDENT + "struct ")) {
      String[] words = lines.get(next).strip().split(" ", -1);
      next++;
      Versions own = Versions.parse(words[2]).and(versions);
      add(new Struct(words[1], own, fields(INDENT + INDENT, own)));
    }
    return new Message(description.toString().strip(), flexible, root, structs);
  }

  /** Reads the fields at one depth of indentation, and those of the structs below them. */
  private List<Field> fields(String indent, Versions versions) {
    List<Field> fields = new ArrayList<>();
    while (next < lines.size()
        && lines.get(next).startsWith(indent)
        && !lines.get(next).startsWith(indent + " ")
        && !lines.get(next).startsWith(INDENT + "struct ")) {
      Field field = field(lines.get(next).strip().split(" +"), versions);
      next++;
      fields.add(field);
      if (next < lines.size() && lines.get(next).startsWith(indent + INDENT)) {
        if (field.type().base() != FieldType.Base.STRUCT) {
          throw wrong(field.name() + " is no struct but has fields");
        }
        // A field's own struct: the next line is deeper, and not a struct that stands by itself.
        Versions own = field.versions();
        add(new Struct(field.type().struct(), own, fields(indent + INDENT, own)));
      }
    }
    return List.copyOf(fields);
  }

  private Field field(String[] words, Versions within) {
    Versions own = Versions.parse(words[2]).and(within);
    Versions nullable = Versions.NONE;
    int tag = Field.NO_TAG;
    String defaultValue = "";
    boolean ignorable = false;
    boolean fixedLength = false;
    boolean secret = false;
    for (int i = 3; i < words.length; i++) {
      String[] attribute = words[i].split("=", 2);
      switch (attribute[0]) {
        case "nullable" -> nullable = Versions.parse(attribute[1]).and(own);
        case "tag" -> tag = Integer.parseInt(attribute[1]);
        case "default" -> defaultValue = attribute[1];
        case "ignorable" -> ignorable = true;
        case "fixed-length" -> fixedLength = true;
        case "secret" -> secret = true;
        default -> throw wrong("unknown attribute " + words[i] + " of " + words[0]);
      }
    }
    Field field =
        new Field(
            words[0],
            FieldType.parse(words[1]),
            own,
            nullable,
            tag,
            defaultValue,
            ignorable,
            fixedLength,
            secret);
    check(field);
    return field;
  }

  private void check(Field field) {
    if (field.tagged() && !flexible.covers(field.versions())) {
      throw wrong(field.name() + " is tagged in versions that are not flexible");
    }
    if (field.tagged()
        && (field.type().base() == FieldType.Base.RECORDS
            || (field.type().is(FieldType.Base.STRUCT) && field.isNullable()))) {
      throw wrong(field.name() + " has a type that is never tagged");
    }
    if (field.type().base() == FieldType.Base.RECORDS
        && (field.type().array() || !field.nullable().covers(field.versions()))) {
      throw wrong(field.name() + ": records are single and may always be null");
    }
    if (field.isNullable() && !field.type().isReference()) {
      throw wrong(field.name() + " cannot be null");
    }
  }

  private void add(Struct struct) {
    List<Field> tagged = struct.taggedFields();
    for (int tag = 0; tag < tagged.size(); tag++) {
      if (tagged.get(tag).tag() != tag) {
        throw wrong(struct.name() + " leaves out tag " + tag);
      }
    }
    if (structs.put(struct.name(), struct) != null) {
      throw wrong("two structs " + struct.name());
    }
  }

  private Versions optional(String word) {
    @Nullable String value = head.get(word);
    return value == null ? Versions.NONE : Versions.parse(value).and(versions);
  }

  private String value(String word) {
    @Nullable String value = head.get(word);
    if (value == null) {
      throw wrong("no line " + word);
    }
    return value;
  }

  private IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException(file + ": " + what);
  }
}
