# Reads rows.tsv (figure, unit, bar, title), then results.tsv; prints the comparison as Markdown.
# Of each figure and flags, the measurements of the commit that was measured last.

FILENAME ~ /rows\.tsv$/ {
  names[++figures] = $1; unit[$1] = $2; bar[$1] = $3; title[$1] = $4
  next
}

FNR == 1 { next }

{
  if ($3 != "0" || $6 != 1 || $2 ~ /-/) next # Shared cores, scaled, or of no commit.
  key = $4 SUBSEP $5
  set = $2
  last[key] = set
  commit[key] = $2
  date[key] = substr($1, 1, 10)
  value[key, set, $7, $8] = $9
  if ($7 > pairs[key, set]) pairs[key, set] = $7
}

END {
  print "| figure | unit | flags | Apache | ours | ratio | from, to | pairs | first goal | reached | measured |"
  print "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |"
  for (i = 1; i <= figures; i++) {
    line(names[i], "shipped")
    line(names[i], "identical")
  }
  print ""
  for (i = 1; i <= figures; i++) print "- `" names[i] "`: " title[names[i]]
}

function line(name, flags,   key, pair, n, a, b, theirs, our, ratios) {
  key = name SUBSEP flags
  n = 0
  for (pair = 1; pair <= pairs[key, last[key]]; pair++) {
    a = value[key, last[key], pair, "apache"]
    b = value[key, last[key], pair, "ours"]
    if (a == "" || b == "" || a == 0) continue
    n++
    theirs[n] = a + 0
    our[n] = b + 0
    ratios[n] = b / a
  }
  if (n == 0) return
  sorted(theirs, n)
  sorted(our, n)
  sorted(ratios, n)
  printf "| `%s` | %s | %s | %s | %s | %.2f | %.2f, %.2f | %d | %s | %s | %s `%s` |\n", name, unit[name], flags,
    short(middle(theirs, n)), short(middle(our, n)), middle(ratios, n), ratios[1], ratios[n], n, bar[name],
    reached(bar[name], unit[name] ~ /more is better/, ratios, n), date[key], commit[key]
}

# By the median; and whether some pairs say otherwise.
function reached(goal, more, ratios, n,   median, apart) {
  if (goal == "-") return "-"
  median = middle(ratios, n)
  apart = ratios[1] < goal && goal < ratios[n] ? ", not in each pair" : ""
  if (more ? median >= goal : median <= goal) return "yes" apart
  return "no" (apart ? ", but in some pairs" : "")
}

function sorted(list, n,   i, j, t) {
  for (i = 2; i <= n; i++) for (j = i; j > 1 && list[j - 1] > list[j]; j--) {
    t = list[j]; list[j] = list[j - 1]; list[j - 1] = t
  }
}

function middle(list, n) { return n % 2 ? list[(n + 1) / 2] : (list[n / 2] + list[n / 2 + 1]) / 2 }

function short(x) { return x >= 100 ? sprintf("%d", x + 0.5) : x >= 10 ? sprintf("%.1f", x) : sprintf("%.2f", x) }
