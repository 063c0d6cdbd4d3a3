#!/bin/sh
# Ships the log files of some days: `ship-days 1 0` takes yesterday and today, `ship-days 1` only yesterday. Days are UTC.
# CloudTrail puts each file under the day on which it delivered it. A day that is over stays as it is.
#
# LOGS  where the trail writes, such as s3://my-trail/AWSLogs
# COPY  folder on this machine for the copies
# All else is sestrail's own: SESTRAIL_CHECKPOINT, SESTRAIL_TO and other options, credentials. The exit code is sestrail's, too.
set -eu
: "${LOGS:?}" "${COPY:?}" "${1:?which days? 0 is today, 1 is yesterday}"

days=
for ago; do days="$days $(date -u -d "@$(($(date +%s) - ago * 86400))" +%Y/%m/%d)"; done

set -- --exclude '*'
for day in $days; do set -- "$@" --include "*/CloudTrail/*/$day/*"; done
aws s3 sync --only-show-errors "$LOGS" "$COPY" "$@" || exit 1

set --
for day in $days; do set -- "$@" "$COPY/**/CloudTrail/*/$day/*.json.gz"; done
exec sestrail ship "$@"
