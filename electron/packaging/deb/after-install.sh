#!/bin/sh
# Runs after the package is unpacked, also into another root (DPKG_ROOT). ${...} is filled in by electron-builder.
set -e
home="$DPKG_ROOT/opt/${sanitizedProductName}"

# Chromium's sandbox takes user namespaces. Where an ordinary user may not make them, its helper needs the rights of
# root; so the question is asked as nobody. Whoever installs into another root may be no more than an ordinary user.
nobody='setpriv --reuid=65534 --regid=65534 --clear-groups'
if [ -n "$DPKG_ROOT" ]; then nobody=''; fi
if $nobody unshare --user true 2>/dev/null; then
  chmod 0755 "$home/chrome-sandbox"
else
  chmod 4755 "$home/chrome-sandbox"
fi

# Ubuntu 24 lets only named programs make user namespaces. An older AppArmor does not understand the profile and does
# not need it.
profile='/etc/apparmor.d/${executable}'
if [ -z "$DPKG_ROOT" ] && aa-enabled --quiet 2>/dev/null && apparmor_parser --skip-kernel-load --debug "$home/resources/apparmor-profile" >/dev/null 2>&1; then
  cp -f "$home/resources/apparmor-profile" "$profile"
  if ! ischroot 2>/dev/null; then
    apparmor_parser --replace --write-cache --skip-read-cache "$profile" || true
  fi
fi
