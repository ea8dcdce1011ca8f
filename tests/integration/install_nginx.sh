#!/usr/bin/env bash
# Put an nginx on this machine for the proxy tests, unless there is one; without it they are skipped.
set -euo pipefail
if command -v nginx >/dev/null 2>&1 || [ -x /usr/sbin/nginx ]; then exit 0; fi
if command -v apt-get >/dev/null 2>&1; then
  echo "Installing nginx for the proxy tests …"
  as_root=()
  [ "$(id -u)" = 0 ] || as_root=(sudo -n)
  if "${as_root[@]}" apt-get -qq update &&
     DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get -qq install -y --no-install-recommends nginx-light >/dev/null; then
    exit 0
  fi
fi
echo "There is no nginx here; the proxy tests are skipped."
