#!/bin/sh
# Puts in place what the tests need and pip cannot bring: a browser, a mail server and fonts.
# Installs on Debian as root; elsewhere it says what is missing and how to get it.
# The tests that need a missing part skip themselves and say why. With CI=true a missing part is a failure.
set -eu

# Servers are often in a folder that an ordinary user's PATH leaves out.
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin

missing_packages() {
    command -v chromium chromium-browser google-chrome >/dev/null || echo chromium
    if ! command -v dovecot >/dev/null || ! [ -e /usr/lib/dovecot/imap ]; then echo dovecot-imapd; fi
    if command -v dpkg-query >/dev/null; then
        # libatomic1: Playwright's own driver needs it and does not bring it.
        for name in libatomic1 fonts-liberation fonts-dejavu-core; do
            dpkg-query --show --showformat='${Status}' "$name" 2>/dev/null | grep -q ' installed$' || echo "$name"
        done
    fi
}

is_debian() { [ -r /etc/os-release ] && (. /etc/os-release && [ "${ID:-}" = debian ]); }

# Installing a mail server would also start it, for everyone on this machine.
# The tests start their own, so Debian is asked to leave it off.
keep_services_off() {
    policy=/usr/sbin/policy-rc.d
    [ -e $policy ] && return
    printf '#!/bin/sh\nexit 101\n' >$policy
    chmod +x $policy
    trap 'rm -f $policy' EXIT
}

install() {
    echo "Installing $* ..."
    export DEBIAN_FRONTEND=noninteractive
    keep_services_off
    log=$(mktemp)
    if { apt-get update && apt-get install --yes --no-install-recommends "$@"; } >"$log" 2>&1; then
        rm -f "$log"
    else
        tail -n 20 "$log" >&2
        rm -f "$log"
    fi
}

# shellcheck disable=SC2046,SC2116 # one line of names
missing=$(echo $(missing_packages))
if [ -n "$missing" ] && is_debian && [ "$(id -u)" = 0 ]; then
    # shellcheck disable=SC2086 # a list of package names
    install $missing
    missing=$(echo $(missing_packages))
fi
[ -z "$missing" ] && exit 0

echo "The tests miss: $missing" >&2
echo "On Debian: apt-get install $missing (as root). Tests that need it are skipped." >&2
[ "${CI:-}" != true ]
