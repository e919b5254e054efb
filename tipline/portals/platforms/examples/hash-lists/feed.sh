#!/bin/sh
# Prints what is new since the last run, as JSON. Set AUTH=username:password before.
# The file `cursor` remembers how far this came; without it, everything is new.
set -eu
BASE=${BASE:-BASE_URL}
cursor=$(cat cursor 2>/dev/null || true)
more=true
while [ "$more" = true ]; do
  answer=$(curl -sS --fail-with-body -u "$AUTH" "$BASE/feed?cursor=$cursor")
  printf '%s\n' "$answer"
  cursor=$(printf '%s' "$answer" | sed -n 's/.*"cursor":"\([^"]*\)".*/\1/p')
  more=$(printf '%s' "$answer" | sed -n 's/.*"more":\([a-z]*\).*/\1/p')
  printf '%s' "$cursor" >cursor
done
