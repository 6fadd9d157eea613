#!/bin/sh
# Looks like an Electron executable to Playwright and to a shell: keeps Node's --inspect flag, drops Chromium's, and
# runs the app's main file on Node with `electron` resolved to the stand-in.
here=$(dirname "$(readlink -f "$0")")
inspect=
while [ $# -gt 0 ]; do
  case "$1" in
    --inspect*) inspect=$1; shift ;;
    --user-data-dir=*) STAND_IN_USER_DATA=${1#*=}; export STAND_IN_USER_DATA; shift ;;
    --*) shift ;;
    *) break ;;
  esac
done
exec "${STAND_IN_NODE:-node}" $inspect --import "file://$here/register.ts" "$@"
