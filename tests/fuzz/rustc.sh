#!/usr/bin/env bash
# The compiler without coverage for lopdf: it only draws, and the pass takes a quarter of an hour
# over its grammar.
compiler=$1
shift
if [[ " $* " == *" --crate-name lopdf "* ]]; then
  kept=()
  for flag in "$@"; do
    case $flag in
      -Cpasses=sancov-module | -Cllvm-args=-sanitizer-coverage-*) ;;
      *) kept+=("$flag") ;;
    esac
  done
  set -- "${kept[@]}"
fi
exec "$compiler" "$@"
