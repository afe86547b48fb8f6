#!/bin/bash
# In a box: answers on a real desktop, through servers that go, a reboot and a full disk. Argument: first, or again after a reboot.
. /box/checks.sh
. /box/desktop.sh

state=/home/robin/.local/state/rituald
ritual() { robin ritual "$@"; }
is_open() { ritual status -q; }
nothing_open() { ! ritual status -q; }
outcome_of() { ritual history --json "$1" | python3 -c 'import json, sys; print(*(row["outcome"] for row in json.load(sys.stdin)))'; }
has_outcome() { [[ $(outcome_of "$1") == "$2" ]]; }
rang() { has_entry RITUAL_EVENT=ring "RITUAL_ID=$1"; }

# ring NAME [KEYS]: NAME is due in two seconds, and everything else is left out of the file; returns when it has rung.
ring() {
  write_rituals "rituals: {$1: {title: 'Time for $1', say: 'Whenever you are ready.', when: daily at $(clock 3)${2:+, $2}}}"
  within 10 rang "$1"
}

if [[ $1 == again ]]; then
  echo 'After a reboot'
  within 20 test -S "/run/user/$uid/bus"
  start_display
  start_dunst
  check 'what was open is posted again' within 10 shows 1
  screenshot reboot
  choose Done
  check 'its button is pressed' dunst_control action
  check 'and answers' within 10 has_outcome harbour done
  check 'the one that was closed was not posted again, and is open still' robin bash -c 'ritual status | grep -q "Time for closed"'
  finish
fi

within 20 test -S "/run/user/$uid/bus"
robin make -C /src install >/dev/null
configure_dunst
start_display
start_dunst
robin bash -c 'systemctl --user daemon-reload && systemctl --user enable --now --quiet rituald'

echo 'The buttons of dunst'
check 'a ritual rings' ring tea
within 5 shows 1
# dunst has the bubble; that it is drawn is a matter of its next frame.
sleep 0.5
screenshot answer
choose Done
check 'Done is pressed' dunst_control action
check 'and it is done' within 5 has_outcome tea done
check 'its bubble goes' within 5 shows_exactly 0
check 'the journal tells of the answer' has_entry RITUAL_EVENT=answer RITUAL_ANSWER=done RITUAL_ID=tea
check 'another rings' ring walk 'snooze: 2s'
choose Later
check 'Later is pressed' dunst_control action
rang_twice() { (($(entries RITUAL_EVENT=ring RITUAL_ID=walk | wc -l) == 2)); }
check 'it rings again, as an announcement of its own' within 10 rang_twice
choose 'Not today'
check 'Not today is pressed' within 5 dunst_control action
check 'and it is over' within 5 has_outcome walk skipped
check 'a third rings' ring talk
check 'a command answers it' ritual done
check 'and its bubble goes' within 5 shows_exactly 0

echo 'A server that dies'
check 'a ritual rings' ring supper
within 5 shows 1
stop_dunst
start_dunst
check 'it is posted again by the new one' within 5 shows 1
choose Done
check 'whose button is pressed' dunst_control action
check 'and answers' within 5 has_outcome supper done
check 'the ledger has one ring and one re-post' equal 'ring repost' "$(python3 -c "
import sqlite3
print(*(row[0] for row in sqlite3.connect('file:$state/ledger.sqlite?mode=ro', uri=True).execute(
    'SELECT kind FROM announcements JOIN occurrences o ON o.id = occurrence WHERE ritual = \"supper\" ORDER BY number')))")"

echo 'Killed while one is open'
check 'a ritual rings' ring late
pid=$(main_pid)
kill -9 "$pid"
is_another() { [[ $(main_pid) != "$pid" && $(robin systemctl --user is-active rituald) == active ]]; }
check 'the service comes back' within 10 is_another
within 5 is_open
check 'there is one bubble of it, not two' within 5 shows_exactly 1
choose Done
check 'its button answers' dunst_control action
check 'the right one' within 5 has_outcome late done

echo 'Bus activation'
robin systemctl --user stop rituald
check 'a command starts the unit' ritual pause 1h
check 'which runs' equal active "$(robin systemctl --user is-active rituald)"
check 'and the pause is over' ritual resume
check 'another user cannot ask' bash -c "! runuser -u nobody -- env DBUS_SESSION_BUS_ADDRESS=unix:path=/run/user/$uid/bus busctl --user call org.rituald.Rituals1 /org/rituald/Rituals1 org.rituald.Rituals1 List"

echo 'A full disk, and one that cannot be written'
robin systemctl --user stop rituald
mount -t tmpfs -o "size=512k,uid=$uid,mode=700" small $state
robin systemctl --user start rituald
check 'with room a ritual rings' ring room
robin bash -c "cat /dev/zero > $state/filler" 2>/dev/null
check 'without room the next one rings too' ring full
check 'the journal tells' within 5 has_entry "MESSAGE_ID=$(sed -n 's/.*case kept = "\(.*\)"/\1/p' /src/Sources/Host/MessageID.swift)"
check 'and status does' bash -c "ritual() { runuser -u robin -- env HOME=/home/robin XDG_RUNTIME_DIR=/run/user/$uid PATH=/home/robin/.local/bin:/usr/bin:/bin ritual status 2>&1; }; ritual | grep -q 'cannot be written down'"
rm $state/filler
check 'with room again, an answer is written' ritual done full
check 'and what had to wait is too' within 5 has_outcome full done
has_no_trouble() { ! ritual status 2>&1 | grep -q trouble; }
check 'the trouble is over' within 5 has_no_trouble
robin systemctl --user stop rituald
mount -o remount,ro $state
check 'a start on a read-only disk is a start' robin systemctl --user start rituald
check 'which rings' ring frozen
robin systemctl --user stop rituald
umount $state
robin systemctl --user start rituald

echo 'Before a reboot'
check 'one rings and is closed' ring closed
within 5 is_open
dunst_control close
dunst_control close-all
is_closed() { [[ $(python3 -c "
import sqlite3
print(*sqlite3.connect('file:$state/ledger.sqlite?mode=ro', uri=True).execute('SELECT bubble FROM occurrences WHERE ritual = \"closed\"').fetchone())") == closed ]]; }
check 'the ledger knows' within 5 is_closed
write_rituals "rituals:
  closed: {title: 'Time for closed', when: daily at $(python3 -c "
import json, subprocess, sys
print(json.loads(sys.argv[1])[0]['due'][11:])" "$(ritual history --json closed)")}
  harbour: {title: 'Time for harbour', when: daily at $(clock 3)}"
check 'one rings and is left open' within 10 rang harbour
check 'both are open' within 5 robin bash -c '(( $(ritual status | grep -c "^open") == 2 ))'
finish
