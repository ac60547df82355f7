#!/bin/sh
# Writes both locks: names, versions and hashes, for every Python from 3.11 on, and no address.
# What builds the project (hatchling, editables) is locked too, so that installing it needs no network.
set -eu
cd "$(dirname "$0")/.."
UV=${UV:-uv}

compile() { # compile LOCK ARGUMENT...
    lock=$1
    shift
    "$UV" pip compile --quiet --universal --python-version 3.11 --generate-hashes \
        --no-header --no-annotate --no-emit-index-url --no-emit-find-links \
        --output-file "$lock" "$@" pyproject.toml - >/dev/null
}

printf 'hatchling\neditables\n' | compile requirements.lock "$@"
# The tests run on the versions that are shipped.
printf 'hatchling\neditables\n' |
    compile requirements-dev.lock "$@" --extra dev --extra postgres --constraint requirements.lock
