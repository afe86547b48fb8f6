#!/bin/bash
# In a box: the programs of channels as units of the user manager, outside of the service's sandbox, and the real dunst.
. /box/checks.sh
. /box/desktop.sh

ritual() { robin ritual "$@"; }
says() {
  local output
  output=$(ritual "${@:2}" 2>&1)
  [[ $output == *"$1"* ]] || { echo "$output"; return 1; }
}
# program NAME: makes one of robin's own from what is read.
program() { robin mkdir -p /home/robin/.local/bin; robin tee "/home/robin/.local/bin/$1" >/dev/null; robin chmod +x "/home/robin/.local/bin/$1"; }
# knows NAME: whether the daemon has read of a ritual.
knows() { robin busctl --user call org.rituald.Rituals1 /org/rituald/Rituals1 org.rituald.Rituals1 List | grep -q "\"$1\""; }
units() { robin systemctl --user list-units --all --plain --no-legend 'rituald-channel-*'; }
none_runs() { [[ -z $(units) ]]; }
lines() { cat "$1" 2>/dev/null; }
has_lines() { (($(lines "$2" | wc -l) == $1)); }

within 20 test -S "/run/user/$uid/bus"
robin make -C /src install >/dev/null || exit 1
configure_dunst
start_display
start_dunst
robin bash -c 'systemctl --user daemon-reload && systemctl --user enable --now --quiet rituald'
# Others of robin's programs may look at these.
install -d -m 1777 /tmp/told

echo 'Outside of the sandbox'
program phone <<'PROGRAM'
#!/bin/bash
# Each of these is forbidden to the service itself.
touch "$HOME/outside" && python3 -c 'import socket; socket.socket(socket.AF_INET)' && echo free > /tmp/told/sandbox
printf '%s\n' "$#" "$@" > /tmp/told/arguments
cat > /tmp/told/text
grep -o 'rituald-channel-[0-9a-z]*.service' /proc/self/cgroup > /tmp/told/unit
systemctl --user show "$(cat /tmp/told/unit)" > /tmp/told/properties
journalctl --user -b -o cat -u "$(cat /tmp/told/unit)" > /tmp/told/journal
echo 'what a program prints'
(exec grep '^Sig[BI]' /proc/self/status) > /tmp/told/signals
ls /proc/$$/fd > /tmp/told/descriptors
env > /tmp/told/environment
echo done > /tmp/told/done
PROGRAM
write_rituals 'channels:
  phone: {command: [phone, "{title}", "$HOME ${PATH} $PATH", "a  b", "", "%h \\ ; {ritual}"], stdin: "{title}: {say}\n"}
rituals:
  tea: {title: "Tea for $USER", say: Only the two of us know this., when: daily at 03:00, notify: [desktop, phone]}'
within 5 knows tea
check 'a ritual is tried out on the desktop and the channel' says 'It rang on the desktop and the channel phone.' ring tea
check 'its program wrote to the home folder, and may use the network' equal free "$(lines /tmp/told/sandbox)"
check 'arguments are what they were, with nothing expanded or split' equal \
  $'5\nTea for $USER\n$HOME ${PATH} $PATH\na  b\n\n%h \\ ; tea' "$(lines /tmp/told/arguments)"
check 'the text came by standard input' equal 'Tea for $USER: Only the two of us know this.' "$(lines /tmp/told/text)"
check 'it ran in a unit of its own' grep -q . /tmp/told/unit
check 'of whose properties none has the text' bash -c '! grep -q "Only the two" /tmp/told/properties'
check 'though they were readable' grep -q '^KillMode=control-group' /tmp/told/properties
check 'no signal is blocked' grep -q '^SigBlk:.0*$' /tmp/told/signals
check 'no descriptor of the service is open in it' bash -c 'grep -qx 0 /tmp/told/descriptors && ! grep -qvxE "[0-2]|255" /tmp/told/descriptors'
check 'it knows what has happened' grep -qx 'RITUAL_EVENT=ring' /tmp/told/environment
check 'and knows the screen, as the user manager does' grep -qx "DISPLAY=$display" /tmp/told/environment
check 'what it printed is in no journal' bash -c '! journalctl -b -q -o cat | grep -q "what a program prints"'
check 'nor are the words' bash -c '! journalctl -b -q -o json | grep -q "Only the two"'
check 'nothing is left of the unit' within 5 none_runs

echo 'Too long'
program phone <<'PROGRAM'
#!/bin/bash
trap '' TERM
echo $$ >> /tmp/told/long
setsid bash -c 'trap "" TERM; echo $$ >> /tmp/told/long; while :; do sleep 1; done' &
while :; do sleep 1; done
PROGRAM
write_rituals 'channels: {phone: {command: phone, timeout: 2s}}
rituals: {cocoa: {title: Cocoa, when: daily at 03:00, notify: [desktop, phone]}}'
within 5 knows cocoa
check 'it takes too long' says 'It rang on the desktop.' ring cocoa
check 'that is told' has_entry MESSAGE='The channel phone does not work: `phone` took longer than 2 s'
check 'it and a child with a session of its own had begun' has_lines 2 /tmp/told/long
gone() { for id in $(cat /tmp/told/long); do [[ ! -e /proc/$id ]] || return 1; done; }
check 'both are gone, though they ignore SIGTERM' within 5 gone
check 'nothing is left of the unit' within 5 none_runs
check 'status says so' says 'trouble: The channel phone does not work' status
check 'so does the doctor' says 'took longer than 2 s' doctor

echo 'Four at once'
program bell <<'PROGRAM'
#!/bin/bash
echo "$1" >> /tmp/told/begun
until [[ -e /tmp/told/go ]]; do sleep 0.05; done
echo "$1" >> /tmp/told/ended
PROGRAM
write_rituals "channels: {bell: {command: [bell, '{ritual}'], timeout: 1m, on: [ring, heads-up]}}
defaults: {notify: [desktop, bell], heads-up: 1h}
rituals:
$(for n in 1 2 3 4 5 6; do echo "  r$n: {when: daily at $(clock 3603)}"; done)"
check 'of six that are told of ahead four begin' within 15 has_lines 4 /tmp/told/begun
sleep 0.5
check 'and no more' has_lines 4 /tmp/told/begun
touch /tmp/told/go
check 'then the others, in their order' within 10 has_lines 6 /tmp/told/ended
check 'in their order' equal 'r5 r6' "$(tail -n 2 /tmp/told/begun | sort | tr '\n' ' ' | sed 's/ $//')"

echo 'A program that is not there, and one that fails'
write_rituals 'channels: {nothing: {command: no-such-program}, broken: {command: ["false"]}}
rituals: {broth: {title: Broth, when: daily at 03:00, notify: [desktop, nothing, broken]}}'
within 5 knows broth
ritual ring broth >/dev/null
check 'the one is named' has_entry MESSAGE='The channel nothing does not work: there is no program `no-such-program`'
check 'of the other its status' has_entry MESSAGE='The channel broken does not work: `false` ended with status 1'
check 'the doctor knows it without trying' says 'there is no program `no-such-program`, which the channel nothing runs' doctor

echo 'An unplugged evening, with dunst paused'
dunst_control close-all
is_paused() { equal "$1" "$(dunst_control is-paused)"; }
write_rituals "channels:
  hush: {command: [dunstctl, set-paused, 'true'], on: unplug}
  speak: {command: [dunstctl, set-paused, 'false'], on: replug}
rituals: {dinner: {when: daily at $(clock 8), for: 20s, unplug: true}}"
check 'dunst is not paused' is_paused false
# Before it's due, it has to be read; after that it lasts longer than a busy machine takes to look.
check 'the edit is read' within 8 knows dinner
check 'it is when the ritual has rung' within 40 is_paused true
check 'after its ring' has_entry RITUAL_EVENT=ring RITUAL_ID=dinner
check 'and no more at its end' within 60 is_paused false
write_rituals "channels:
  hush: {command: [dunstctl, set-paused, 'true'], on: unplug}
  speak: {command: [dunstctl, set-paused, 'false'], on: replug}
rituals: {supper: {when: daily at $(clock 6), for: 1h, unplug: true}}"
check 'it is paused again' within 20 is_paused true
ritual done supper >/dev/null
check 'Done ends that' within 5 is_paused false
write_rituals "channels:
  hush: {command: [dunstctl, set-paused, 'true'], on: unplug}
  speak: {command: [dunstctl, set-paused, 'false'], on: replug}
rituals: {snack: {when: daily at $(clock 6), for: 5s, unplug: true}}"
check 'and again' within 20 is_paused true
robin systemctl --user kill --signal=KILL rituald
robin systemctl --user stop rituald
sleep 6
check 'killed, nobody ends it' is_paused true
robin systemctl --user start rituald
check 'the next start does' within 5 is_paused false
finish
