#!/bin/sh
# Sends report.xml with one file. Set AUTH=username:password before.
set -eu
BASE=${BASE:-BASE_URL}
element() { sed -n "s:.*<$1>\([^<]*\)</$1>.*:\1:p"; }

report=$(curl -sS --fail-with-body -u "$AUTH" \
  -H 'Content-Type: text/xml; charset=utf-8' --data-binary @report.xml \
  "$BASE/submit" | element reportId)

file=$(curl -sS --fail-with-body -u "$AUTH" \
  -F "id=$report" -F file=@picture.jpg \
  "$BASE/upload" | element fileId)

sed -e "s/REPORT_ID/$report/" -e "s/FILE_ID/$file/" file-details.xml |
  curl -sS --fail-with-body -u "$AUTH" \
    -H 'Content-Type: text/xml; charset=utf-8' --data-binary @- \
    "$BASE/fileinfo"

curl -sS --fail-with-body -u "$AUTH" -F "id=$report" "$BASE/finish"
curl -sS --fail-with-body -u "$AUTH" "$BASE/receipts/$report"
