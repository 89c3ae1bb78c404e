#!/usr/bin/env bash
# Sees to a program that is not a Python package: `tools/need.sh node`, `chromium` or `postgres`.
# Takes what is there; else installs it with apt-get when run by root on Debian or Ubuntu; else says what to install.
set -euo pipefail

node_fits() { # Vite needs Node.js 20.19 or newer
    command -v npm >/dev/null && node -e '
        const [major, minor] = process.versions.node.split(".").map(Number);
        process.exit(major > 20 || (major === 20 && minor >= 19) ? 0 : 1)' 2>/dev/null
}
chromium_fits() { command -v chromium >/dev/null || command -v chromium-browser >/dev/null; }
postgres_fits() { command -v initdb >/dev/null || compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null; }

case "${1:-}" in
node) fits=node_fits packages="nodejs npm" wanted="Node.js 20.19 or newer with npm (it builds the app in the browser)" ;;
chromium) fits=chromium_fits packages="chromium" wanted="Chromium (the tests drive the app in it)" ;;
postgres) fits=postgres_fits packages="postgresql" wanted="the server of PostgreSQL (the tests start one of their own)" ;;
*) echo "tools/need.sh: '${1:-}' is not known; allowed: node, chromium, postgres" >&2; exit 2 ;;
esac

if $fits; then exit 0; fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing $packages with apt-get ..."
    # shellcheck disable=SC2086 - several packages
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $packages; } >/dev/null
fi
if ! $fits; then
    echo "Missing: $wanted. Install it and run make again." >&2
    exit 1
fi
