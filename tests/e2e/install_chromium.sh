#!/usr/bin/env bash
# Put a Chromium on this machine for the browser test, unless there is one.
set -euo pipefail
for name in "${TRADEWIRE_CHROMIUM:-}" chromium chromium-browser google-chrome; do
  if [ -n "$name" ] && command -v "$name" >/dev/null 2>&1; then exit 0; fi
done
echo "Installing Chromium for the browser test …"
if command -v apt-get >/dev/null 2>&1; then
  as_root=()
  [ "$(id -u)" = 0 ] || as_root=(sudo -n)
  if "${as_root[@]}" apt-get -qq update &&
     DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get -qq install -y --no-install-recommends chromium >/dev/null; then
    exit 0
  fi
fi
echo "Chromium could not be installed; the browser test needs one: install it, or name it in TRADEWIRE_CHROMIUM." >&2
exit 1
