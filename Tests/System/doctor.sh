#!/bin/bash
# In a box: what `ritual doctor` says of a machine that is well, and of one that is broken in several ways; each remedy is run.
. /box/checks.sh
. /box/desktop.sh

state=/home/robin/.local/state/rituald
config=/home/robin/.config/rituald/rituals.yaml
doctor() { robin ritual doctor "$@"; }

# lines SUBJECT FIELD: that field of each line on a subject.
lines() {
  doctor --json | python3 -c '
import json, sys
for row in json.load(sys.stdin):
    if row["subject"] == sys.argv[1]: print(row.get(sys.argv[2], "-"))' "$1" "$2"
}
# is SUBJECT VERDICT...: the verdicts of its lines.
is() { equal "${*:2}" "$(lines "$1" verdict | tr '\n' ' ' | sed 's/ $//')"; }
says() { lines "$1" words | grep -q -F -e "$2"; }
has_remedy() { lines "$1" remedy | grep -q -x -F -e "$2"; }
# take SUBJECT: runs the first remedy of a subject as the person would; root stands in for sudo.
take() {
  local remedy
  remedy=$(lines "$1" remedy | grep -v -x -e - | head -n 1)
  case $remedy in
    *sudo*) (cd /src && env HOME=/home/robin USER=robin bash -c "${remedy//sudo /}") ;;
    *) robin bash -c "$remedy" ;;
  esac
}
fails() { doctor >/dev/null; (($? == 1)); }

within 20 test -S "/run/user/$uid/bus"
robin make -C /src install >/dev/null || exit 1
robin systemctl --user daemon-reload

echo 'A machine that is well'
check 'before the service is started, that fails' is service fail
check 'with its remedy' has_remedy service 'systemctl --user enable --now rituald'
check 'which can be run' take service
check 'and mends it' within 10 is service ok
check 'the exit status is 0' doctor
check 'nothing fails' bash -c '! grep -q ^fail' <<< "$(doctor)"
check 'the program of the service is named' says service "rituald $(robin rituald --version | cut -d ' ' -f 2) runs (process $(main_pid), ~/.local/bin/rituald), and at each login"
check 'turns on a machine of nobody known are a warning' is configuration ok warn
robin bash -c 'echo Alex > ~/.config/rituald/me'
check 'with a name the files are fine' is configuration ok
check 'robin lingers' is lingering ok
check 'the bus answers' is 'session bus' ok
check 'without a display rings go to the terminal' says notifications 'no display is here'
check 'there is no screen to lock' is 'screen lock' ok
check 'no terminal is open' is terminal ok
check 'the journal is on disk, and not explained yet' is journal ok warn
check 'with its remedy' has_remedy journal 'sudo make install-catalog'
check 'which can be run' take journal
check 'and mends it' is journal ok
check 'the ledger is sound' is ledger ok
check 'the zone is told' is zone ok
check 'what it looks at is not changed' equal "$(stat -c %Y%s $config) $(main_pid)" "$(doctor >/dev/null; stat -c %Y%s $config) $(main_pid)"
check 'it started no notification server' no_server
doctor | tee /out/doctor.txt
started=$(date +%s%N)
doctor >/dev/null
echo "  one examination takes $((($(date +%s%N) - started) / 1000000)) ms"

echo 'The service'
robin systemctl --user disable --quiet rituald
check 'not enabled, it says that the next login will not start it' is service ok warn
check 'the remedy runs' take service
check 'and mends it' is service ok
robin bash -c 'echo "# changed" >> ~/.local/share/systemd/user/rituald.service'
check 'a changed unit is told' has_remedy service 'systemctl --user daemon-reload'
check 'the remedy runs' take service
check 'and mends it' is service ok
robin bash -c 'cp ~/.local/bin/rituald ~/.local/bin/new && mv ~/.local/bin/new ~/.local/bin/rituald'
check 'a program that was replaced is told' has_remedy service 'systemctl --user restart rituald'
check 'the remedy runs' take service
check 'and mends it' within 10 is service ok
robin systemctl --user stop rituald
robin systemd-run --user --quiet --unit=by-hand /home/robin/.local/bin/rituald
check 'one that runs beside the service is told' within 10 is service warn
check 'the remedy runs' take service
check 'and mends it' within 10 is service ok
robin systemctl --user mask --quiet --now rituald 2>/dev/null || {
  robin systemctl --user stop rituald
  robin bash -c 'mkdir -p ~/.config/systemd/user && ln -sf /dev/null ~/.config/systemd/user/rituald.service && systemctl --user daemon-reload'
}
check 'a masked one fails' is service fail
check 'the remedy runs' take service
check 'which leaves it stopped' is service fail
check 'the next remedy runs' take service
check 'and mends it' within 10 is service ok
kill -STOP "$(main_pid)"
check 'one that hangs fails' has_remedy service 'systemctl --user restart rituald'
kill -KILL "$(main_pid)"
check 'killed, it comes back by itself' within 10 is service ok

echo 'The files and the ledger'
mv $config /tmp/kept.yaml
write_rituals 'rituals: {tea: {wen: daily at 7}}'
check 'a bad file fails' is configuration fail
check 'with its remedy' has_remedy configuration 'ritual check'
check 'and the exit status is 1' fails
robin rm $config
check 'a missing one is a warning' has_remedy configuration 'ritual init'
robin cp /src/Config/rituals.yaml $config
check 'a good one is fine' within 10 is configuration ok
chmod 755 $state; chmod 644 $state/ledger.sqlite
check 'a ledger that others may read fails' is ledger ok fail warn
check 'the remedy runs' take ledger
check 'and mends it' is ledger ok warn
check 'the remedy of the folder runs' take ledger
check 'and mends it' is ledger ok
chown root: $state/ledger.sqlite
check 'one that is another user'\''s fails' is ledger fail
check 'the remedy runs' take ledger
check 'and mends it' is ledger ok
robin systemctl --user stop rituald
robin python3 -c "
import sqlite3
sqlite3.connect('$state/ledger.sqlite').execute('PRAGMA wal_checkpoint(TRUNCATE)')
with open('$state/ledger.sqlite', 'r+b') as file:
    file.seek(4096)
    file.write(b'\xff' * 4096)"
check 'a damaged one fails' is ledger fail
check 'the remedy runs' take ledger
check 'and mends it' within 10 is ledger ok
check 'the damaged one is kept' test -s $state.damaged/ledger.sqlite
check 'the service runs' within 10 is service ok
robin systemctl --user stop rituald
robin bash -c "echo nonsense > $state/ledger.sqlite; rm -f $state/ledger.sqlite-*; systemctl --user start rituald"
check 'one that the daemon has put aside is told' within 10 is ledger ok warn
check 'the remedy runs' take ledger
check 'and mends it' is ledger ok

echo 'The journal'
rm -rf /var/log/journal; systemctl restart systemd-journald
check 'one that is kept in memory is told' within 10 is journal warn
check 'with its remedy' has_remedy journal 'sudo mkdir -p /var/log/journal && sudo systemctl restart systemd-journald'
check 'which can be run' take journal
robin systemctl --user restart rituald
check 'and mends it' within 10 is journal ok

echo 'The desktop'
start_display
start_dunst
check 'dunst is told' says notifications 'dunst '
check 'and what it does not draw' says notifications 'buttons that it may not draw'
check 'that it is not paused' is 'do not disturb' ok
dunst_control set-paused true
check 'that it is paused' is 'do not disturb' warn
check 'and how that ends' has_remedy 'do not disturb' 'dunstctl set-paused false'
pkill -STOP -x dunst
check 'one that hangs fails' is notifications fail
pkill -CONT -x dunst
check 'and one that goes on does not' is notifications ok
robin tmux -f /dev/null new-session -d -x 100 -y 20 'bash --norc'
pane=$(robin tmux display -p '#{pane_tty}')
chmod g-w "$pane"
check 'a terminal that takes no line is told' has_remedy terminal 'mesg y'
robin tmux send-keys 'mesg y' Enter
check 'the remedy mends it' within 10 is terminal ok
robin tmux kill-server

systemd-run --quiet --unit=desktop --uid=robin -p PAMName=login -E XDG_SESSION_TYPE=x11 sleep 600
check 'a graphical session of which nothing tells' within 10 is 'screen lock' warn
session=$(loginctl show-user -P Sessions robin)
check 'it says how to find out' has_remedy 'screen lock' "sleep 10; loginctl show-session $session -p LockedHint"
robin busctl call org.freedesktop.login1 "$(busctl call org.freedesktop.login1 /org/freedesktop/login1 org.freedesktop.login1.Manager GetSession s "$session" | cut -d '"' -f 2)" \
  org.freedesktop.login1.Session SetLockedHint b true
check 'one that tells that it is locked' says 'screen lock' 'it is locked now'
systemctl stop desktop

echo 'Without what it asks'
check 'after su it says how the bus is found' bash -c 'runuser -u robin -- env -i HOME=/home/robin PATH=/home/robin/.local/bin:/usr/bin ritual doctor | grep -q "export XDG_RUNTIME_DIR=/run/user/'"$uid"'"'
check 'root is examined as well' bash -c 'env HOME=/root XDG_RUNTIME_DIR= DBUS_SESSION_BUS_ADDRESS= /home/robin/.local/bin/ritual doctor --json | python3 -c "import json, sys; json.load(sys.stdin)"'
systemctl stop systemd-logind.service dbus.socket dbus.service 2>/dev/null
check 'without the system bus it goes on' robin ritual doctor
finish
