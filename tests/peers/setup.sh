#!/usr/bin/env bash
# Installs the independent verifiers' libraries into ${PEERS_HOME:-~/.cache/wenzheng-peers}.
# Idempotent; needs node with npm, python3 with pip, and either Go or (as root) apt-get.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
home=${PEERS_HOME:-$HOME/.cache/wenzheng-peers}
mkdir -p "$home/npm" "$home/bin"

if [ ! -d "$home/npm/node_modules/@digitalbazaar/vc" ]; then
  cp "$here/package.json" "$home/npm/"
  (cd "$home/npm" && npm install --no-audit --no-fund --silent)
fi

# pycose 1.1.0 does not know cbor2 6.
[ -d "$home/pycose/pycose" ] ||
  python3 -m pip install -q --target "$home/pycose" 'pycose==1.1.0' 'cbor2<6' cryptography

[ -d "$home/openpyxl/openpyxl" ] ||
  python3 -m pip install -q --target "$home/openpyxl" 'openpyxl==3.1.5'

[ -d "$home/pikepdf/pikepdf" ] ||
  python3 -m pip install -q --target "$home/pikepdf" 'pikepdf==10.18.0' 'fonttools==4.68.0'

[ -d "$home/pyhanko/pyhanko" ] ||
  python3 -m pip install -q --target "$home/pyhanko" 'pyhanko==0.38.0'

if [ ! -x "$home/bin/tlogverify" ]; then
  if ! command -v go >/dev/null || [ ! -d /usr/share/gocode/src/golang.org/x/mod ]; then
    apt-get -qq update
    apt-get -qq install -y --no-install-recommends \
      golang-go golang-golang-x-mod-dev golang-golang-x-crypto-dev >/dev/null
  fi
  (cd "$here/verify-tlog" &&
    GO111MODULE=off GOFLAGS='' GOPATH=/usr/share/gocode GOCACHE="$home/gocache" \
      go build -o "$home/bin/tlogverify" main.go)
fi
echo "peers ready in $home"
