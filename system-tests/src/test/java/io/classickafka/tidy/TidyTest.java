package io.classickafka.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The linter of the house rules, as a unit test. */
class TidyTest {

  private static final int LINE_LENGTH = 100;
  private static final int FILE_LENGTH = 600;
  private static final Pattern VAGUE_NAME =
      Pattern.compile(".*(Utils?|Manager|Helper|Impl|Info|Data)$");

  private static final List<SourceFile> FILES = SourceFile.all();

  @Test
  void mainCodeReachesTheWorldThroughTheSeams() {
    assertThat(violations(SourceFile::isMain, BannedCall.MAIN)).isEmpty();
  }

  @Test
  void nothingIsLeftUnfinished() {
    Predicate<SourceFile> notTheRulesThemselves = file -> !file.path().contains("/tidy/");
    assertThat(violations(notTheRulesThemselves, BannedCall.EVERYWHERE)).isEmpty();
  }

  @Test
  void testsWaitForConditionsNotForTime() {
    Predicate<SourceFile> tests = file -> !file.isMain() && !file.path().contains("/tidy/");
    assertThat(violations(tests, BannedCall.TESTS)).isEmpty();
  }

  @Test
  void linesAndFilesStayReadable() {
    List<String> tooLong = new ArrayList<>();
    for (SourceFile file : FILES) {
      if (file.lines().size() > FILE_LENGTH) {
        tooLong.add(file.path() + " has " + file.lines().size() + " lines, split it");
      }
      for (int i = 0; i < file.lines().size(); i++) {
        String line = file.lines().get(i);
        boolean cannotBreak = line.startsWith("import ") || line.contains("http");
        if (line.length() > LINE_LENGTH && !cannotBreak) {
          tooLong.add(file.path() + ":" + (i + 1) + " has " + line.length() + " columns");
        }
      }
    }
    assertThat(tooLong).isEmpty();
  }

  @Test
  void everyPackageSaysWhatItOwns() {
    TreeSet<String> folders = new TreeSet<>();
    TreeSet<String> described = new TreeSet<>();
    for (SourceFile file : FILES) {
      if (file.isMain()) {
        folders.add(file.folder());
        if (file.name().equals("package-info")) {
          described.add(file.folder());
        }
      }
    }
    folders.removeAll(described);
    assertThat(folders).as("folders without a package-info.java").isEmpty();
  }

  @Test
  void classesAreNamedForTheirRole() {
    List<String> vague =
        FILES.stream()
            .filter(SourceFile::isMain)
            .filter(file -> !file.path().contains("/org/apache/kafka/"))
            .filter(file -> VAGUE_NAME.matcher(file.name()).matches())
            .map(SourceFile::path)
            .toList();
    assertThat(vague).isEmpty();
  }

  private static List<String> violations(Predicate<SourceFile> scope, List<BannedCall> bans) {
    List<String> found = new ArrayList<>();
    for (SourceFile file : FILES) {
      if (!scope.test(file)) {
        continue;
      }
      for (BannedCall ban : bans) {
        if (!ban.appliesTo(file)) {
          continue;
        }
        for (int i = 0; i < file.lines().size(); i++) {
          String code = withoutComment(file.lines().get(i));
          if (ban.pattern().matcher(code).find()) {
            found.add(file.path() + ":" + (i + 1) + " " + code.strip() + " -> " + ban.instead());
          }
        }
      }
    }
    return found;
  }

  private static String withoutComment(String line) {
    String stripped = line.strip();
    return stripped.startsWith("*") || stripped.startsWith("/**") ? "" : line;
  }
}
