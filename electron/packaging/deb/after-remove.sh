#!/bin/sh
# Runs after the package is removed, and after it is replaced by a newer one, which needs the profile on.
set -e
profile='/etc/apparmor.d/${executable}'
if [ "$1" != upgrade ] && [ -z "$DPKG_ROOT" ] && [ -f "$profile" ]; then
  if aa-enabled --quiet 2>/dev/null && ! ischroot 2>/dev/null; then
    apparmor_parser --remove "$profile" || true
  fi
  rm -f "$profile"
fi
