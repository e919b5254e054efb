#!/bin/sh
# Prints every entry of the list, page by page. Set AUTH=username:password before.
set -eu
BASE=${BASE:-BASE_URL}
page="/v2/entries?from=1970-01-01T00:00:00Z"
while [ -n "$page" ]; do
  answer=$(curl -sS --fail-with-body -u "$AUTH" "$BASE$page")
  printf '%s\n' "$answer"
  page=$(printf '%s' "$answer" | sed -n 's:.*<next>\(.*\)</next>.*:\1:p' | sed 's/&amp;/\&/g')
done
