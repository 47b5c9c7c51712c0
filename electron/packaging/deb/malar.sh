#!/bin/sh
# `malar` on the command line: the installed program. Its verbs show no window, but Chromium wants a display all the
# same; where there is none, a virtual one serves.
program="$(dirname "$(readlink -f "$0")")/../../opt/Malar/malar"
# Chromium grumbles where a desktop is incomplete; what a verb has to say is said by Malar itself.
quiet=--log-level=3
if [ -z "$DISPLAY$WAYLAND_DISPLAY" ]; then
  if command -v xvfb-run >/dev/null; then
    exec xvfb-run --auto-servernum --server-args="-screen 0 1280x800x24 -nolisten tcp" "$program" $quiet "$@"
  fi
  echo 'Malar needs a display, also without a window. Here is none: install a virtual one (apt-get install xvfb xauth), then try again.' >&2
  exit 1
fi
exec "$program" $quiet "$@"
