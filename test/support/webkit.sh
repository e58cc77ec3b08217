#!/usr/bin/env bash
# Runs the unit tests in WebKitGTK's MiniBrowser. Needs Debian's webkit2gtk-driver and xvfb.
set -euo pipefail
port=${WEBKIT_DRIVER_PORT:-4455}
display=:${WEBKIT_DISPLAY:-77}
MINIBROWSER=$(ls /usr/lib/*/webkit2gtk-4.*/MiniBrowser | tail -1)
export MINIBROWSER WEBKIT_DRIVER_PORT=$port BROWSERS=webkit
Xvfb "$display" -screen 0 1280x800x24 -nolisten tcp >/dev/null 2>&1 & xvfb=$!
trap 'kill "$xvfb" 2>/dev/null || true' EXIT
until [ -S "/tmp/.X11-unix/X${display#:}" ]; do kill -0 "$xvfb"; sleep 0.1; done
# In a language of people: where there is none, names are sorted as bytes are.
LC_ALL=en_US.UTF-8 DISPLAY=$display LIBGL_ALWAYS_SOFTWARE=1 WEBKIT_DISABLE_COMPOSITING_MODE=1 WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS=1 \
  WebKitWebDriver --port="$port" --host=127.0.0.1 >/dev/null 2>&1 & driver=$!
# The next run may come at once: nothing of this one is left then.
trap 'kill "$driver" "$xvfb" 2>/dev/null || true; wait' EXIT
until (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do kill -0 "$driver"; sleep 0.1; done
npx wtr "$@"
