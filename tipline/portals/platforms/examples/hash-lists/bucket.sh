#!/bin/sh
# Says whether a file is on the list, and tells the server five digits of its MD5 only.
# Set AUTH=username:password before; name the file.
set -eu
BASE=${BASE:-BASE_URL}
md5=$(md5sum <"$1" | cut -c 1-32)
prefix=$(printf '%s' "$md5" | cut -c 1-5)
answer=$(curl -sS --fail-with-body -u "$AUTH" "$BASE/match/MD5/$prefix")
salt=$(printf '%s' "$answer" | sed 's/.*"salt": "\([^"]*\)".*/\1/')
digest=$(printf '%s%s' "$salt" "$md5" | sha256sum | cut -c 1-32)
case $answer in
*"\"$digest\""*) echo listed ;;
*) echo not listed ;;
esac
