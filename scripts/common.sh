# What the scripts share; they source it. Leaves the shell at the root of the clone.
# shellcheck shell=bash
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# Where cargo puts what it builds, and where the finished site lies.
target="${CARGO_TARGET_DIR:-target}"
site="${MATERIA_SITE:-target/site}"

# Built tools are kept outside the clone, so that clones share them; inside it where that cannot be written.
cache="${MATERIA_CACHE:-${HOME:-/nonexistent}/.cache/materia}"
mkdir -p "$cache" 2>/dev/null && [ -w "$cache" ] || cache="$PWD/target/cache"
mkdir -p "$cache"

say() { printf '\033[1m==>\033[0m %s\n' "$*" >&2; }
fail() {
    printf '\033[1mmateria:\033[0m %s\n' "$*" >&2
    exit 1
}
has() { command -v "$1" >/dev/null 2>&1; }

# `cargo build` for release and for this machine. Named as a target, this machine gets flags that its macros and build
# scripts do not get, as the browser does: so these are compiled once for both.
host=$(rustc -vV 2>/dev/null | sed -n 's/^host: //p' || true)
release_build() { cargo build --release --target "$host" "$@"; }

# The version of a package in Cargo.lock.
locked() { sed -n "/^name = \"$1\"\$/{n;s/^version = \"\(.*\)\"\$/\1/p;q}" Cargo.lock; }

# The folder of the program that tries the API, by what is locked for it.
schemathesis() { printf '%s' "$cache/tools/schemathesis-$(sed -n 's/^schemathesis==//p' scripts/tools/schemathesis.txt)"; }

# The folder with PostgreSQL's server programs; Debian keeps them out of PATH. Fails when there is none.
postgres_bin() {
    local dir
    for dir in "$(pg_config --bindir 2>/dev/null)" /usr/lib/postgresql/*/bin; do
        [ -x "$dir/initdb" ] && printf '%s' "$dir" && return
    done
    return 1
}
