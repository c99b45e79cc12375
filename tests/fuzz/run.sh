#!/usr/bin/env bash
# Fuzzes one target, or each of them in turn:
#
#   tests/fuzz/run.sh [TARGET|all] [SECONDS] [libFuzzer options …]
#
# It needs the nightly toolchain and a C++ compiler, and nothing else. Seeds are the files of
# tests/fixtures, cut to the form of the target, and what earlier runs found in corpus/. What breaks
# a property, or takes more than 2 s or 512 MB, is written to artifacts/TARGET/; run the target on
# that file to see it again:
#
#   tests/fuzz/run.sh sheet 0 tests/fuzz/artifacts/sheet/crash-…
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
target=${1:-all} seconds=${2:-600}
shift $(($# < 2 ? $# : 2))

# Coverage as libFuzzer takes it; checked arithmetic in everything, our own code and others'.
flags=(-Cpasses=sancov-module
  -Cllvm-args=-sanitizer-coverage-level=4
  -Cllvm-args=-sanitizer-coverage-inline-8bit-counters
  -Cllvm-args=-sanitizer-coverage-pc-table
  -Cllvm-args=-sanitizer-coverage-trace-compares
  --cfg fuzzing -Cdebug-assertions -Coverflow-checks -Ccodegen-units=16)
triple=x86_64-unknown-linux-gnu
build=(cargo +nightly build --quiet --locked --release --target "$triple"
  --manifest-path "$here/Cargo.toml")
targets=(sheet worksheet biff photo text paper token credential log verify nouns)
[ "$target" = all ] || targets=("$target")

failed=0
for one in "${targets[@]}"; do
  RUSTFLAGS="${flags[*]}" RUSTC_WRAPPER=$here/rustc.sh "${build[@]}" --bin "$one"
  program=${CARGO_TARGET_DIR:-$here/target}/$triple/release/$one
  if [ "$seconds" = 0 ]; then
    "$program" "$@"
    continue
  fi
  corpus=$here/corpus/$one artifacts=$here/artifacts/$one/
  mkdir -p "$corpus" "$artifacts"
  options=(-timeout=2 -rss_limit_mb=512 -max_len=65536 "-artifact_prefix=$artifacts"
    "-max_total_time=$seconds" -print_final_stats=1)
  if [ -f "$here/words/$one" ]; then
    # A dictionary holds ASCII alone.
    perl -pe 's/([\x80-\xff])/sprintf "\\x%02X", ord $1/ge' "$here/words/$one" >"$artifacts/words"
    options+=("-dict=$artifacts/words")
  fi
  # One thread, so that a run can be repeated; the seeds are planted as the program starts.
  echo "== $one, $seconds s"
  RAYON_NUM_THREADS=1 WENZHENG_SEEDS=$corpus "$program" "${options[@]}" "$@" "$corpus" || failed=1
done
exit "$failed"
