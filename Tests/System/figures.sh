#!/bin/bash
# In a box: how late a ring is, what the daemon does while idle, and what it holds; printed beside the goals, in loose bounds.
. /box/checks.sh
. /box/session.sh

within 20 test -S "/run/user/$uid/bus"
robin make -C /src install >/dev/null
robin bash -c 'systemctl --user daemon-reload'
robin python3 /src/Tests/System/ready.py /home/robin/.local/bin/rituald | tee /out/ready.txt
check 'it is ready within 100 ms' bash -c '(( $(grep -oE "^[0-9]+" /out/ready.txt) < 100000 ))'

# A server that answers as fast as it can, so that the daemon is measured and not the drawing.
robin systemd-run --user --quiet --unit=server /src/Tests/Peers/notification_server.py /home/robin/rings.jsonl
within 10 robin busctl --user status org.freedesktop.Notifications
start=$(($(date +%s) + 6))
{
  echo 'rituals:'
  for number in $(seq 0 19); do
    echo "  ring-$number: {title: Ring $number, when: daily at $(date -d "@$((start + 2 * number))" +%H:%M:%S)}"
  done
} | robin tee /home/robin/.config/rituald/rituals.yaml >/dev/null
robin systemctl --user enable --now --quiet rituald
twenty() { (($(wc -l < /home/robin/rings.jsonl) >= 20)); }
within 60 twenty
check 'twenty rituals two seconds apart ring once each' equal \
  "$(seq 0 19 | sed 's/^/Ring /')" "$(sed 's/.*"summary": "\([^"]*\)".*/\1/' /home/robin/rings.jsonl)"
robin python3 - "$start" <<'PYTHON' | tee /out/lateness.txt
import json, statistics, sys
start = int(sys.argv[1])
late = [json.loads(line)["at"] / 1000 - (start + 2 * n) * 1_000_000 for n, line in enumerate(open("/home/robin/rings.jsonl"))]
print(f"{round(statistics.median(late))} us from due to Notify at the server, median of {len(late)}; worst {round(max(late))} us; goal 800 us")
PYTHON
check 'the median is under 50 ms' bash -c '(( $(grep -oE "^-?[0-9]+" /out/lateness.txt) < 50000 ))'
check 'no ring is early' bash -c '(( $(grep -oE "^-?[0-9]+" /out/lateness.txt) >= 0 ))'

# A year of history with the same twenty rituals, which are due in the night from now on.
robin systemctl --user stop rituald
state=/home/robin/.local/state/rituald
robin python3 /src/Tests/System/year.py $state
robin python3 /src/Tests/System/ready.py /home/robin/.local/bin/rituald $state | tee /out/ready-year.txt
check 'with a year of history it is ready within 100 ms' bash -c '(( $(grep -oE "^[0-9]+" /out/ready-year.txt) < 100000 ))'
history_took() {
  local start=$(date +%s%N)
  [[ $(robin ritual history -n 100000 | wc -l) -gt 7000 ]] || return 1
  echo "$((($(date +%s%N) - start) / 1000000)) ms for \`ritual history\` over a year of 20 rituals"
}
check 'the whole history is told' history_took
history_took | tee /out/history.txt
{
  echo 'rituals:'
  for number in $(seq 0 19); do printf '  ring-%s: {title: Ring %s, when: daily at 03:%02d}\n' "$number" "$number" "$number"; done
} | robin tee /home/robin/.config/rituald/rituals.yaml >/dev/null
# Whoever sits at a screen, logind is listened to.
start_session desk
robin systemctl --user start rituald

# Idle: nothing is due for hours, and ten seconds have passed since it was ready.
switches() {
  local task total=0 count
  for task in /proc/"$1"/task/*/status; do
    count=$(awk '/ctxt_switches/ { sum += $2 } END { print sum }' "$task")
    total=$((total + count))
  done
  echo "$total of $(ls /proc/"$1"/task | wc -l) threads"
}
pid=$(main_pid)
sleep 10
before=$(switches "$pid")
sleep 60
check "idle for 60 s, it has switched context not once ($before)" equal "$before" "$(switches "$pid")"
awk '/^(Rss|Pss|Anonymous):/ { held[$1] = $2 } END { print held["Anonymous:"] " kB anonymous (goal 1200), " held["Pss:"] " kB PSS (goal 8000), " held["Rss:"] " kB RSS, 20 rituals and a year of history" }' \
  "/proc/$pid/smaps_rollup" | tee /out/memory.txt
check 'it holds less than 4 MB of its own' bash -c '(( $(grep -oE "^[0-9]+" /out/memory.txt) < 4000 ))'
is_locked() { robin ritual status | grep -q '^locked'; }
lock_session desk
check 'all the while it has followed the session' within 5 is_locked
finish
