#!/bin/bash
# In a box: installs the service for a lingering user and lives with it for some minutes. Argument: first, or again after a reboot.
. /box/checks.sh
. /box/desktop.sh

config=/home/robin/.config/rituald
active() { [[ $(robin systemctl --user is-active rituald) == active ]]; }
status_has() { robin systemctl --user show -P StatusText rituald | grep -q -e "$1"; }
told() { entries SYSLOG_IDENTIFIER=rituald | grep -q -F "$1"; }
rang() { has_entry RITUAL_EVENT=ring "RITUAL_ID=$1"; }
reads() { entries "MESSAGE_ID=$(sed -n 's/.*case read = "\(.*\)"/\1/p' /src/Sources/Host/MessageID.swift)" | wc -l; }
read_since() { (($(reads) > $1)); }

if [[ $1 == again ]]; then
  echo 'After a reboot'
  check 'the service has come back by itself' within 20 active
  check 'it is ready again, of which the journal tells' within 10 told 'Ready: '
  check 'uninstall takes the programs away' robin bash -c 'systemctl --user disable --now --quiet rituald; make -C /src uninstall && ! command -v rituald ritual'
  check 'and leaves the rituals where they are' test -s $config/rituals.yaml
  finish
fi

echo 'Installing'
check 'the user manager is there without a login' within 20 test -S "/run/user/$uid/bus"
check 'make install works for a user, without root' robin make -C /src install
check 'the unit holds the real folder of the program' grep -q '^ExecStart=/home/robin/.local/bin/rituald$' \
  /home/robin/.local/share/systemd/user/rituald.service
check 'the shipped example is there' cmp /src/Config/rituals.yaml $config/rituals.yaml
check 'and with the decks that it draws from it is understood' robin ritual check
check 'the state folder is its user'\''s alone' equal 700 "$(stat -c %a /home/robin/.local/state/rituald)"
robin bash -c 'echo "# mine" >> ~/.config/rituald/rituals.yaml'
check 'a second make install leaves the edited file alone' robin bash -c 'make -C /src install && tail -n 1 ~/.config/rituald/rituals.yaml | grep -q mine'
check 'make install honours DESTDIR' robin bash -c 'make -C /src install PREFIX=/usr DESTDIR=/tmp/stage && test -x /tmp/stage/usr/bin/ritual && grep -q "^ExecStart=/usr/bin/rituald$" /tmp/stage/usr/share/systemd/user/rituald.service && grep -q "^ReadWritePaths=-%h/.local/state/rituald$" /tmp/stage/usr/share/systemd/user/rituald.service && test -s /tmp/stage/usr/share/user-tmpfiles.d/rituald.conf'
check 'root installs the catalogue' make -C /src install-catalog
check 'the unit has no mistakes' robin systemd-analyze --user verify /home/robin/.local/share/systemd/user/rituald.service

echo 'Starting'
check 'enable --now starts it, and it says that it is ready' robin bash -c 'systemctl --user daemon-reload && systemctl --user enable --now rituald'
check 'it is active' active
check 'the status names the next ritual' status_has '^next: '
check 'the journal has the ready entry' within 5 has_entry SYSLOG_IDENTIFIER=rituald PRIORITY=6
check 'journalctl -x explains it' robin bash -c 'journalctl --user -b -q -x -u rituald | grep -q "each ritual rings at its time"'
check 'the state is private' robin bash -c '[[ $(stat -c %a ~/.local/state/rituald/lock) == 600 ]]'
check 'a daemon beside it, with a state of its own, says that the service runs too' robin bash -c 'timeout -s INT 1 rituald --state /tmp/beside 2>&1 | grep -q "Another rituald runs for you too (process '"$(main_pid)"')"'
check 'a second daemon says who runs, and leaves with 1' robin bash -c 'output=$(rituald 2>&1); [[ $? == 1 && $output == *"as process '"$(main_pid)"'"* ]]'
bare() { runuser -u robin -- env -i HOME=/home/robin PATH=/home/robin/.local/bin:/usr/bin:/bin "$@"; }
check 'a shell without the session'\''s variables finds it' bash -c "$(declare -f bare); bare ritual status | grep -q . && bare ritual skip nothing 2>&1 | grep -q 'no ritual'"
# Nothing was edited before this, so each reading counted below is the reload's or the first edit's.
before=$(reads)
check 'a reload works' robin systemctl --user reload rituald
check 'and reads the files' within 5 read_since "$before"

echo 'Without a display'
write_rituals "rituals: {first: {title: First light, say: Still here., when: daily at $(clock 3)}}"
check 'the edit is picked up' within 10 status_has 'First light'
check 'a ring that nothing takes waits, and the journal says so' within 10 has_entry RITUAL_EVENT=wait RITUAL_ID=first
# With that entry in the journal, everything before it is there too.
check 'the reload read the files once, and so did the edit' equal 2 $(($(reads) - before))
check 'no notification server was started into the void' no_server
check 'the daemon goes on' active

# A day in 24 seconds: the grace of the first ends after two, the second is due after thirteen.
robin bash -c 'mkdir -p /tmp/lapse && printf "rituals:\n  early: {when: daily at 07:30}\n  evening: {when: daily at 20:00}\n" > /tmp/lapse/rituals.yaml'
check 'its grace ends by itself, and not with the next ring' robin bash -c 'env -u XDG_RUNTIME_DIR -u DBUS_SESSION_BUS_ADDRESS NOTIFY_SOCKET=/tmp/none timeout 8 rituald --config /tmp/lapse/rituals.yaml --time-lapse 1d/24s --from 2026-11-23T07:00 2>&1 | grep -q "Early did not ring"'

echo 'With a display'
start_display
start_dunst
check 'the waiting ring is shown when a server comes' within 10 rang first
check 'dunst shows it' within 5 shows 1
write_rituals "rituals:
  morning-coffee: {title: Coffee for two, say: 'Before the day gets loud & <b>busy</b>.', when: daily at $(clock 3)}
  quiet-talk: {title: Between us, say: Nobody else reads this., private: true, when: daily at $(clock 4)}"
check 'a ritual rings at its time' within 10 rang morning-coffee
check 'a private ritual rings' within 10 rang quiet-talk
within 5 shows 3
# dunst has the bubbles; that they are drawn is a matter of its next frame.
sleep 0.5
screenshot ring
check 'the screenshot shows more than an empty screen' bash -c '[[ $(identify -format %k /out/ring.png) -gt 2 ]]'
entry=$(entries RITUAL_EVENT=ring RITUAL_ID=morning-coffee | tail -n 1)
for field in MESSAGE PRIORITY MESSAGE_ID RITUAL_ID RITUAL_DUE RITUAL_EVENT RITUAL_RULE; do
  check "the ring's entry has $field" grep -q "\"$field\"" <<< "$entry"
done
check 'journalctl shows it in words' robin bash -c 'journalctl --user -b -u rituald RITUAL_ID=morning-coffee | grep -q "Coffee for two rang on the desktop"'
check 'nothing of a private ritual but its id is in the journal' bash -c '! journalctl -b -q -o json | grep -q "Between us\|Nobody else reads"'

echo 'Editing'
good="rituals: {tea: {when: daily at 03:00}}"
robin bash -c "printf 'rituals: {tea' > $config/rituals.yaml; exec 3>>$config/rituals.yaml; sleep 0.6; printf ': {when: daily at ' >&3; sleep 0.6; printf '04:00}}' >&3; exec 3>&-"
check 'a file written in pieces is read when it is whole' within 10 status_has ' 04:00'
robin bash -c "mkdir -p ~/dotfiles && mv $config/rituals.yaml ~/dotfiles/ && ln -s ~/dotfiles/rituals.yaml $config/rituals.yaml"
before=$(reads)
robin bash -c "echo '$good' > ~/dotfiles/rituals.yaml"
check 'an edit of the target of a link is picked up' within 10 read_since "$before"
robin env DISPLAY=$display dunstctl close-all
write_rituals 'rituals:
  tea:
    wen: dayly at 7'
check 'a broken edit is refused, and named with its place' within 10 has_entry PRIORITY=3 'MESSAGE=~/.config/rituald/rituals.yaml:3:5: unknown key `wen`'
check 'the old one stays in force' status_has Tea
check 'a bubble tells of it' within 5 shows 1
screenshot refused
write_rituals "$good"

write_rituals "rituals: {long: {title: $(printf 'word %.0s' {1..900}), when: daily at 03:00}}"
check 'a title without end is read, and does not keep the manager from hearing' within 5 status_has 'word word'
check 'a restart with it is ready' robin timeout 10 systemctl --user restart rituald
write_rituals "$good"

echo 'Coming and going'
pkill -x dunst; within 5 no_server
write_rituals "rituals: {again: {when: daily at $(clock 3)}}"
check 'a ring after the server has died starts it again' within 15 rang again
check 'on the desktop' has_entry RITUAL_ID=again 'MESSAGE=Again rang on the desktop'
robin systemctl --user restart dbus
check 'the daemon lives on without its bus' active
robin systemctl --user set-environment DISPLAY=$display
write_rituals "rituals: {afterwards: {when: daily at $(clock 5)}}"
check 'a ring after the bus has come back is shown' within 15 has_entry RITUAL_ID=afterwards 'MESSAGE=Afterwards rang on the desktop'
ln -sf /usr/share/zoneinfo/Asia/Tokyo /etc/localtime
check 'a new time zone is seen' within 5 told 'The time zone is Asia/Tokyo now'
ln -sf /usr/share/zoneinfo/Etc/UTC /etc/localtime

echo 'In a terminal'
stop_display
robin tmux -f /dev/null new-session -d -x 100 -y 20 'bash --norc'
write_rituals "rituals: {spoken: {title: Said aloud, notify: [terminal], when: daily at $(clock 3)}}"
check 'a ring asked for in the terminal is a line at the prompt' within 10 bash -c 'runuser -u robin -- env tmux capture-pane -p | grep -q "Said aloud"'
robin tmux send-keys 'less /etc/services' Enter
within 5 bash -c 'runuser -u robin -- tmux capture-pane -p | grep -q tcp'
write_rituals "rituals: {unspoken: {title: Not into a pager, notify: [terminal], when: daily at $(clock 3)}}"
check 'a terminal that runs something is left alone' within 10 has_entry RITUAL_EVENT=wait RITUAL_ID=unspoken
check 'nothing was written into it' bash -c '! runuser -u robin -- tmux capture-pane -p | grep -q pager'
robin tmux kill-server

echo 'Ending'
pid=$(main_pid)
started=$(date +%s%N)
robin systemctl --user stop rituald
took=$((($(date +%s%N) - started) / 1000000))
check "SIGTERM ends it within a second (${took} ms)" test $took -lt 1000
check 'with exit code 0' equal 'success 0' "$(robin systemctl --user show -P Result rituald) $(robin systemctl --user show -P ExecMainStatus rituald)"
robin systemctl --user start rituald
pid=$(main_pid)
kill -9 "$pid"
is_another() { active && [[ $(main_pid) != "$pid" ]]; }
check 'killed, it comes back' within 10 is_another

echo 'Without its state folder'
robin systemctl --user stop rituald
rm -r /home/robin/.local/state/rituald
check 'it starts all the same' robin timeout 20 systemctl --user start rituald
check 'and its folder is there again, its user'\''s alone' equal 700 "$(stat -c %a /home/robin/.local/state/rituald)"
check 'with a ledger in it' within 5 test -s /home/robin/.local/state/rituald/ledger.sqlite
rm -r /home/robin/.local/state/rituald
check 'removed while it runs, its ledger is put back, or its user is told' within 70 bash -c 'test -s /home/robin/.local/state/rituald/ledger.sqlite || runuser -u robin -- journalctl --user -b -q -u rituald 2>/dev/null | grep -q "cannot be written down"'
robin systemctl --user restart rituald
check 'a restart heals that too' within 20 test -s /home/robin/.local/state/rituald/ledger.sqlite
check 'no library complains in its name' bash -c '! journalctl -b -q -o cat _SYSTEMD_USER_UNIT=rituald.service | grep -q "thread priority"'
check 'it leaves no core behind' equal 0 "$(robin systemctl --user show -P LimitCORE rituald)"
check 'and is there for the next boot' robin systemctl --user is-enabled rituald
finish
