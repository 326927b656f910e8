package io.classickafka.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class PersistentSortedMapTest {

  @Property(tries = 300)
  void behavesAsATreeMapAndLeavesOlderMapsAlone(
      @ForAll @Size(max = 200) List<@IntRange(min = -40, max = 40) Integer> steps) {
    PersistentSortedMap<Integer, String> map = PersistentSortedMap.empty();
    TreeMap<Integer, String> model = new TreeMap<>();
    List<PersistentSortedMap<Integer, String>> olds = new ArrayList<>();
    List<TreeMap<Integer, String>> oldModels = new ArrayList<>();
    int number = 0;
    for (int step : steps) {
      olds.add(map);
      oldModels.add(new TreeMap<>(model));
      if (step >= 0) {
        String value = "v" + number++;
        map = map.with(step, value);
        model.put(step, value);
      } else {
        map = map.without(-step);
        model.remove(-step);
      }
    }
    olds.add(map);
    oldModels.add(model);
    for (int i = 0; i < olds.size(); i++) {
      assertThat(olds.get(i).keys()).isEqualTo(List.copyOf(oldModels.get(i).keySet()));
      assertThat(olds.get(i).values()).isEqualTo(List.copyOf(oldModels.get(i).values()));
      assertThat(olds.get(i).size()).isEqualTo(oldModels.get(i).size());
      List<String> iterated = new ArrayList<>();
      for (String value : olds.get(i)) {
        iterated.add(value);
      }
      assertThat(iterated).isEqualTo(olds.get(i).values());
    }
  }

  @Property(tries = 10)
  void staysBalanced(@ForAll @IntRange(min = 1, max = 20_000) int size) {
    PersistentSortedMap<Integer, Integer> map = PersistentSortedMap.empty();
    for (int i = 0; i < size; i++) {
      map = map.with(i, i);
    }
    assertThat(map.depth()).isLessThan((int) (1.45 * Math.log(size + 2) / Math.log(2)) + 1);
  }
}
