/** What libraries beneath the app write on stderr, which helps nobody who runs it. */

const noise = [
  /^\[\d+:(\d+:)?\d{4}\/\d{6}\.\d+:(INFO|WARNING|ERROR|VERBOSE\d*):/, // Chromium's log
  /^(MESA|libEGL|Fontconfig|libva|Xlib|vkCreate\w+)\b/,
  /\b(Gtk|Gdk|GLib(-\w+)?|dconf|dbus(-\w+)?|libnotify)(-\w+)?\b.*(WARNING|CRITICAL|Message|\*\*)/i,
  /^(WARNING: All log messages before absl|[IW]\d{4} \d\d:\d\d|[IW]0000 \d+|To enable the following instructions)/,
  /^DevTools listening on /,
]

/**
 * @param {string} line
 * @returns {boolean}
 */
export function isNoise(line) {
  return noise.some((pattern) => pattern.test(line))
}
