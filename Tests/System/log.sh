#!/bin/bash
# In a box: `ritual log` as the journal has it, as it comes, and as the ledger has it where the journal is kept in memory.
. /box/checks.sh
. /box/desktop.sh

ritual() { robin ritual "$@"; }
# told TEXT ARGUMENT...: whether a line of the log has the text.
told() { ritual log "${@:2}" 2>/dev/null | grep -q -F -e "$1"; }
reload() { robin systemctl --user reload rituald; }

within 20 test -S "/run/user/$uid/bus"
robin make -C /src install >/dev/null
configure_dunst
start_display
start_dunst
robin bash -c 'systemctl --user daemon-reload && systemctl --user enable --now --quiet rituald'

echo 'As the journal has it'
check 'that it is ready' within 5 told '  Ready: '
write_rituals "rituals:
  tea: {title: Tea for two, when: daily at $(clock 3)}
  secret: {title: Between us, when: daily at $(clock 4), private: true}"
check 'that a ritual rang' within 10 told '  Tea for two rang on the desktop  tea'
check 'and a private one' within 10 told '  A private ritual rang on the desktop  secret'
check 'of which there is nothing else' robin bash -c '! ritual log --json -x | grep -q "Between us"'
ritual done tea >/dev/null
check 'an answer' within 5 told '  Tea for two: done  tea'
check 'one ritual alone' equal 2 "$(ritual log tea | grep -c '  tea$')"
check 'the latest alone' equal 1 "$(ritual log -n 1 tea | wc -l)"
check 'explanations' told '    It was due at ' -x tea
check 'JSON, a line each' equal 'rang answered done done' "$(ritual log --json tea | python3 -c '
import json, sys
ring, answer = [json.loads(line) for line in sys.stdin]
print(ring["kind"], answer["kind"], answer["answer"], answer["outcome"])')"
messages() { python3 -c 'import json, sys; print(*(json.loads(line)[sys.argv[1]] for line in sys.stdin), sep="\n")' "$1"; }
check 'the same as journalctl' equal "$(entries SYSLOG_IDENTIFIER=rituald | messages MESSAGE)" "$(ritual log --json | messages message)"
# The second of what has been told so far must be over.
sleep 1
since=$(date +%H:%M:%S)
reload
check 'since a moment' within 5 told 'Read the files anew' --since "$since"
check 'and nothing before it' equal 1 "$(ritual log --since "$since" | wc -l)"
check 'a name that nobody knows is a slip' equal 'there is no ritual `tae`
  hint: did you mean `tea`?' "$(ritual log tae 2>&1)"
write_rituals 'rituals: {walk: {when: daily at 03:00}}'
check 'a ritual that the file has no more is none' within 5 told 'rang on the desktop' tea
check 'of one that never rang there is nothing' equal 'Nothing has been kept of it.' "$(ritual log walk)"

echo 'As it comes'
robin bash -c 'echo $$ > /tmp/follower; exec env --default-signal=INT ritual log -f -n 3 > /tmp/followed' &
job=$!
followed() { (($(grep -c 'Read the files anew' /tmp/followed) > $1)); }
check 'the latest' within 5 followed 0
check 'three of them' equal 3 "$(wc -l < /tmp/followed)"
before=$(grep -c 'Read the files anew' /tmp/followed)
reload
check 'then what is new' within 5 followed "$before"
journalctl --rotate
before=$(grep -c 'Read the files anew' /tmp/followed)
reload
check 'also in a new file of the journal' within 5 followed "$before"
kill -INT "$(cat /tmp/follower)"
wait $job 2>/dev/null
check 'until Ctrl-C' equal 130 $?
check 'or until nobody reads it' robin timeout 10 bash -c 'ritual log -f -n 1 | head -n 1'

echo 'In memory'
mkdir -p /etc/systemd/journald.conf.d
printf '[Journal]\nStorage=volatile\n' > /etc/systemd/journald.conf.d/volatile.conf
systemctl restart systemd-journald
current=/run/log/journal/$(cat /etc/machine-id)/system.journal
within 10 test -e "$current"
check 'the journal may not be read' bash -c "! runuser -u robin -- cat $current"
check 'the ledger is read, and that is said' equal 'The ledger is read in place of the journal: the journal may not be read by you.' \
  "$(ritual log 2>&1 >/dev/null)"
check 'with what rang' told '  tea rang  tea' tea
check 'and what was answered' told '  tea: done  tea' tea
check 'with explanations' told '    It was due at ' -x tea
check 'a name that nobody knows is a slip' equal 1 "$(ritual log tae >/dev/null 2>&1; echo $?)"
check 'nothing can be followed, and why is said' robin bash -c 'output=$(timeout 10 ritual log -f 2>&1); [[ $? == 1 && $output == *hint:*systemd-journal* ]]'
root() { env HOME=/root XDG_STATE_HOME=/home/robin/.local/state /home/robin/.local/bin/ritual "$@"; }
check 'so it is where the journal has nothing of one'\''s own' equal 'The ledger is read in place of the journal, which has nothing of rituald.' \
  "$(root log 2>&1 >/dev/null)"
usermod -aG systemd-journal robin
reload
check 'whoever may read it has it again' within 5 told 'Read the files anew' --since 10s
logger -t rituald 'Told by another'
runuser -u nobody -- logger -t rituald 'Told by another'
is_there() { journalctl -b -q -t rituald _UID="$1" -o cat | grep -q 'Told by another'; }
check 'others can say that they are rituald' within 5 is_there 0
within 5 is_there "$(id -u nobody)"
check 'and are not believed' equal 0 "$(ritual log | grep -c 'Told by another')"
robin logger -t rituald 'Told by a program of our user'
by_program() { journalctl -b -q -t rituald _UID="$uid" -o cat | grep -q 'Told by a program'; }
check 'so can a program of our own user' within 5 by_program
check 'which is not shown either' equal 0 "$(ritual log | grep -c 'Told by a program')"
finish
