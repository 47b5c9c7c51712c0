#!/bin/sh
# `malar` on the command line: the installed program. Its verbs show no window, but Chromium wants a display all the
# same; where there is none, a virtual one serves.
program="$(dirname "$(readlink -f "$0")")/../../opt/Malar/malar"
# Chromium grumbles where a desktop is incomplete; what a verb has to say is said by Malar itself.
quiet=--log-level=3

# Whether the words ask for a verb and not for the window, as the program itself decides it (electron/given.ts).
asks_for_verb() {
  for word; do
    case "$word" in
      --help | -h) return 0 ;;
      -*) ;;
      *.[Mm][Aa][Ll][Aa][Rr] | /* | file:*) return 1 ;;
      *) return 0 ;;
    esac
  done
  return 1
}

if [ -z "$DISPLAY$WAYLAND_DISPLAY" ]; then
  if ! asks_for_verb "$@"; then
    echo 'Malar shows a window, and here is no display for it. Start it on a desktop, or give it a verb: malar --help' >&2
    exit 1
  fi
  if command -v xvfb-run >/dev/null; then
    exec xvfb-run --auto-servernum --server-args="-screen 0 1280x800x24 -nolisten tcp" "$program" $quiet "$@"
  fi
  echo 'Malar needs a display, also without a window. Here is none: install a virtual one (apt-get install xvfb xauth), then try again.' >&2
  exit 1
fi
exec "$program" $quiet "$@"
