#!/bin/sh
# Starts ejabberd in the foreground, without Erlang distribution: no epmd, no cookie, so that several can run.
set -eu
dir={{DIR}}
export ERL_LIBS="${ERL_LIBS:-$(dirname "$(ls -d /usr/lib/*/ejabberd-[0-9]* | head -n 1)")}"
export EJABBERD_CONFIG_PATH="$dir/ejabberd.yml" HOME="$dir" ERL_CRASH_DUMP=/dev/null
exec erl +K true +sbwt none +sbwtdcpu none +sbwtdio none -noinput \
  -mnesia dir "\"$dir/data\"" -ejabberd log_path "\"$dir/ejabberd.log\"" -s ejabberd
