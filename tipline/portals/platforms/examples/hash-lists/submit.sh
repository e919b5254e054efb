#!/bin/sh
# Adds an entry of your own, votes for it, and retracts it.
# Set AUTH=username:password before; it asks for your member id.
set -eu
BASE=${BASE:-BASE_URL}
NS=https://hashsharing.ncmec.org/hashsharing/v2
me=$(curl -sS --fail-with-body -u "$AUTH" "$BASE/v2/status" |
  sed -n 's/.*<member id="\([0-9]*\)".*/\1/p')
entry="$BASE/v2/entries/$me/example-$(date +%s)"

curl -sS --fail-with-body -u "$AUTH" -X PUT -H 'Content-Type: application/xml' "$entry" \
  -d "<entrySubmission xmlns=\"$NS\"><image><classification>B2</classification><fingerprints>
        <md5>0123456789abcdef0123456789abcdef</md5></fingerprints></image></entrySubmission>"

curl -sS --fail-with-body -u "$AUTH" -X PUT -H 'Content-Type: application/xml' \
  "$entry/MD5/feedback" -d "<feedbackSubmission xmlns=\"$NS\"><affirmative/></feedbackSubmission>"

curl -sS --fail-with-body -u "$AUTH" -X DELETE "$entry"
