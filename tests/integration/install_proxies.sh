#!/usr/bin/env bash
# Put nginx and Caddy on this machine for the proxy tests, where they are missing; without them those are skipped.
set -euo pipefail
missing=()
command -v nginx >/dev/null 2>&1 || [ -x /usr/sbin/nginx ] || missing+=(nginx-light)
command -v caddy >/dev/null 2>&1 || missing+=(caddy)
[ ${#missing[@]} -gt 0 ] || exit 0
if command -v apt-get >/dev/null 2>&1; then
  echo "Installing ${missing[*]} for the proxy tests …"
  as_root=()
  [ "$(id -u)" = 0 ] || as_root=(sudo -n)
  if "${as_root[@]}" apt-get -qq update &&
     DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get -qq install -y --no-install-recommends "${missing[@]}" >/dev/null; then
    exit 0
  fi
fi
echo "There is no ${missing[*]} here; those proxy tests are skipped."
