#!/bin/bash
# In a box: kills the service again and again while rituals ring every second. Argument: how often.
. /box/checks.sh

within 20 test -S "/run/user/$uid/bus"
robin make -C /src install >/dev/null
robin systemctl --user daemon-reload
# Slow, so that many a ring is killed on its way.
robin systemd-run --user --quiet --unit=server /src/Tests/Peers/notification_server.py /home/robin/rings.jsonl --capabilities body,actions --slow 60
within 10 robin busctl --user status org.freedesktop.Notifications
robin python3 /src/Tests/System/torture.py run "$1"
robin systemctl --user stop rituald
check "$1 times killed, every occurrence is in the ledger once, and no ring was shown as new twice" \
  robin python3 /src/Tests/System/torture.py judge
robin python3 /src/Tests/System/torture.py judge | tee /out/torture.txt
finish
