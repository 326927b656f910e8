# Reads rows.tsv (figure, unit, bar, title), then results.tsv. Of each figure and flags, compares the ratios of
# the commit that was measured last with those of the one before: it is a regression if the median is worse by
# more than a tenth and the two ranges do not overlap; fewer than three pairs have no range to speak of. Ends with
# 1 if there is one.

FILENAME ~ /rows\.tsv$/ { names[++figures] = $1; unit[$1] = $2; next }

FNR == 1 { next }

{
  key = $4 SUBSEP $5
  if ($3 != "0" || $6 != 1 || $2 ~ /-/) next # Shared cores, scaled, or of no commit.
  set = $2
  if (!((key, set) in seen)) {
    seen[key, set] = 1
    sets[key] = sets[key] " " set # In the order of their first measurements.
  }
  value[key, set, $7, $8] = $9
  if ($7 > pairs[key, set]) pairs[key, set] = $7
}

END {
  for (i = 1; i <= figures; i++) {
    check(names[i], "shipped")
    check(names[i], "identical")
  }
  if (!compared) print "nothing to compare: no figure has three pairs at two commits"
  else printf "%d figures compared, %d worse\n", compared, worse
  exit worse > 0
}

function check(name, flags,   key, all, n, i, old, new, is, was, more, bad) {
  key = name SUBSEP flags
  n = split(sets[key], all, " ")
  for (i = n; i > 0 && is == ""; i--) if (spread(key, all[i], new) >= 3) is = all[i]
  for (; i > 0 && was == ""; i--) if (spread(key, all[i], old) >= 3) was = all[i]
  if (was == "") return
  compared++
  more = unit[name] ~ /more is better/
  bad = more ? new["middle"] < old["middle"] / 1.1 && new["to"] < old["from"] : \
    new["middle"] > old["middle"] * 1.1 && new["from"] > old["to"]
  if (!bad) return
  worse++
  printf "%s (%s): ratio %.2f (%.2f to %.2f) at %s, was %.2f (%.2f to %.2f) at %s\n", name, flags, new["middle"],
    new["from"], new["to"], is, old["middle"], old["from"], old["to"], was
}

function spread(key, set, into,   pair, n, i, j, t, a, b, ratios) {
  for (pair = 1; pair <= pairs[key, set]; pair++) {
    a = value[key, set, pair, "apache"]
    b = value[key, set, pair, "ours"]
    if (a != "" && b != "" && a != 0) ratios[++n] = b / a
  }
  if (!n) return 0
  for (i = 2; i <= n; i++) for (j = i; j > 1 && ratios[j - 1] > ratios[j]; j--) {
    t = ratios[j]; ratios[j] = ratios[j - 1]; ratios[j - 1] = t
  }
  into["from"] = ratios[1]
  into["to"] = ratios[n]
  into["middle"] = n % 2 ? ratios[(n + 1) / 2] : (ratios[n / 2] + ratios[n / 2 + 1]) / 2
  return n
}
