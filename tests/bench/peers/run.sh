#!/usr/bin/env bash
# Draws the certificate's page with four other engines and prints one table; see README.md.
#
#   tests/bench/peers/run.sh [pages, 200 if left out]
#
# WENZHENG_BENCH_CACHE holds what is fetched and built once (default ~/.cache/wenzheng-bench).
set -euo pipefail
cd "$(dirname "$0")"
count=${1:-200}
cache=${WENZHENG_BENCH_CACHE:-$HOME/.cache/wenzheng-bench}
krilla=0.8.2 typst=0.15.2 weasyprint=70.0 qrcode=8.2
mkdir -p "$cache/fonts"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
say() { printf '%s\n' "$*" >&2; }

# --- What the engines need
# One a line: what must be there, and the package that brings it.
needed='python3 python3
pip3 python3-pip
cc gcc
zstd zstd
chromium chromium
chromedriver chromium-driver
zbarimg zbar-tools
pdftotext poppler-utils
/usr/lib/*/libpangoft2-1.0.so.0 libpangoft2-1.0-0
/usr/lib/*/libharfbuzz-subset.so.0 libharfbuzz-subset0'

missing=()
while read -r what package; do
  command -v "$what" >/dev/null || compgen -G "$what" >/dev/null || missing+=("$package")
done <<<"$needed"
if [ ${#missing[@]} -gt 0 ]; then
  say "Installing ${missing[*]}"
  root=''
  [ "$(id -u)" = 0 ] || root=sudo
  $root apt-get -qq update
  $root env DEBIAN_FRONTEND=noninteractive \
    apt-get -qq install -y --no-install-recommends "${missing[@]}" >/dev/null
fi

# Beside its place first: what was fetched by half is fetched again.
fetch() {
  [ ! -d "$cache/$1" ] || return 0
  say "Fetching $1"
  rm -rf "$cache/part"
  PIP_ROOT_USER_ACTION=ignore python3 -m pip install -q --target "$cache/part" "$1"
  mv "$cache/part" "$cache/$1"
}
fetch "qrcode==$qrcode"
fetch "typst==$typst"
fetch "weasyprint==$weasyprint"
nice -n 10 cargo build --release --locked --quiet \
  --manifest-path krilla/Cargo.toml --target-dir "$cache/krilla"

for face in NotoSerifSC-Regular LXGWWenKai-Regular; do
  [ -e "$cache/fonts/$face.ttf" ] ||
    zstd -dq "../../../templates/fonts/$face.ttf.zst" -o "$cache/fonts/$face.ttf"
done
# WeasyPrint and Chromium see these two faces and no others.
cat >"$work/fonts.conf" <<EOF
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>$cache/fonts</dir><cachedir>$cache/fontconfig</cachedir></fontconfig>
EOF
export FONTCONFIG_FILE=$work/fonts.conf PYTHONDONTWRITEBYTECODE=1

# --- The pages, drawn by one engine after another
pages=$work/pages.json
in_python() { PYTHONPATH=$cache/$1 python3 "${@:2}"; }
in_python "qrcode==$qrcode" pages.py "$count" >"$pages"
drawn=()
# A name, what draws, and what that needs to know besides the pages and where to put them.
engine() {
  local name=$1 draws=$2
  say "Drawing with $name"
  $draws "$pages" "$work/$name" "${@:3}"
  drawn+=("$work/$name")
}
draw_krilla() { "$cache/krilla/release/krilla-peer" "$@"; }
draw_typst() { in_python "typst==$typst" by_typst.py "$@"; }
draw_weasyprint() { in_python "weasyprint==$weasyprint" by_weasyprint.py "$@"; }
draw_chromium() { python3 by_chromium.py "$@"; }

engine "krilla $krilla" draw_krilla "$cache/fonts"
engine "typst $typst" draw_typst "$cache/fonts"
engine "WeasyPrint $weasyprint" draw_weasyprint
chromium=$(chromium --version 2>/dev/null | grep -o '[0-9]\+' | head -n 1)
engine "Chromium $chromium, warm" draw_chromium warm
engine "Chromium $chromium, cold" draw_chromium cold

say "Reading everything back"
say
python3 table.py "$pages" "${drawn[@]}"
cat <<'EOF'

Warm pages of one process (mean, median, the processor's time of all its threads), QR code precomputed,
without the guilloche, the attachments and the signature that our own page has. "cold" is a browser
for each of five pages. PDF/A as the file claims. Peak memory is VmHWM; for Chromium the sum of its
processes, which counts more than once what they share. Beside it: cargo bench --bench speed -- paper
EOF
