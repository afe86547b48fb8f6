#!/bin/bash
# In a box: what waits for the screen, for quiet hours and for an unplugged evening, and what `ritual why` says of it.
. /box/checks.sh
. /box/desktop.sh
. /box/session.sh

ritual() { robin ritual "$@"; }
rang() { has_entry RITUAL_EVENT=ring "RITUAL_ID=$1"; }
# held NAME RULE: the journal says that it waits, and why.
held() { has_entry RITUAL_EVENT=hold "RITUAL_RULE=$2" "RITUAL_ID=$1"; }
# left_out NAME RULE
left_out() { has_entry RITUAL_EVENT=end "RITUAL_RULE=$2" "RITUAL_ID=$1"; }
# says TEXT COMMAND...: whether a line of `ritual COMMAND` has the text.
says() {
  local output
  output=$(ritual "${@:2}" 2>&1)
  [[ $output == *"$1"* ]] || { echo "$output"; return 1; }
}
says_not() { ! says "$@" >/dev/null || { ritual "${@:2}"; return 1; }; }
# outcomes NAME: of all that is kept of it, the oldest first; `open` where there is none.
outcomes() { ritual history --json "$1" | python3 -c 'import json, sys; print(*(row.get("outcome", "open") for row in json.load(sys.stdin)))'; }
has_outcomes() { equal "$2" "$(outcomes "$1")"; }

# Whatever is sent to the notification server, as the bus has it.
watch_notices() {
  robin busctl --user --json=short monitor \
    --match="type='method_call',interface='org.freedesktop.Notifications',member='Notify'" > /tmp/notices 2>/tmp/watching &
  within 5 grep -q Monitoring /tmp/watching
}
# notices: a line each, `silent` where it asks for no sound, its title, and its lines after a bar.
notices() {
  python3 -c '
import json
for line in open("/tmp/notices"):
    title, body, hints = (json.loads(line)["payload"]["data"][place] for place in (3, 4, 6))
    print("silent" if "suppress-sound" in hints else "loud", title, "|", *body.split("\n"))'
}
noticed() { notices | grep -q -F -e "$1"; }
# noticed_times N TEXT
noticed_times() { (($(notices | grep -c -F -e "$2") == $1)); }
# none_since NUMBER: nothing was sent to the server since it had so many.
none_since() { equal "$1" "$(notices | wc -l)"; }
# drawn: dunst has the bubbles; that they are drawn is a matter of its next frame.
drawn() { sleep 0.5; screenshot "$1"; }

within 20 test -S "/run/user/$uid/bus"
robin make -C /src install >/dev/null || exit 1
configure_dunst
start_display
start_dunst
start_session desk
watch_notices
robin bash -c 'systemctl --user daemon-reload && systemctl --user enable --now --quiet rituald'

echo 'A locked screen'
write_rituals "rituals: {secret: {title: Between us, say: Nobody else reads this., private: true, when: daily at $(clock 2)}}"
check 'a private ritual rings' within 10 rang secret
check 'with its words, on a screen that is not locked' noticed 'loud Between us | Nobody else reads this.'
check 'and is shown' within 5 shows_exactly 1
lock_session desk
check 'its bubble is taken down when the screen is locked' within 5 shows_exactly 0
unlock_session desk
check 'and comes back on unlock' within 5 shows_exactly 1
check 'with its words' noticed_times 2 'Between us | Nobody else reads this.'
check 'without a sound' equal "silent Between us" "$(notices | tail -n 1 | sed 's/ |.*//')"
ritual done secret >/dev/null
within 5 shows_exactly 0
lock_session desk
within 5 says locked status
before=$(notices | wc -l)
write_rituals "rituals:
  tea: {title: Tea for two, when: daily at $(clock 2)}
  letter: {title: A letter, private: true, when: daily at $(clock 2)}
  alarm: {title: Oven, locked: ring, when: daily at $(clock 3)}
  whisper: {title: A whisper, locked: drop, when: daily at $(clock 3)}"
check 'a ritual that falls due waits, says the journal' within 10 held tea locked
check 'so does a private one' within 5 held letter locked
check 'one with `locked: ring` rings' within 5 rang alarm
check 'one with `locked: drop` is left out' within 5 left_out whisper locked
check 'status says what waits, and why' says 'Tea for two, today' status
check 'in words' says 'the screen is locked' status
check 'and for programs' robin bash -c 'ritual status --json | python3 -c "
import json, sys
status = json.load(sys.stdin)
tea = next(row for row in status[\"open\"] if row[\"ritual\"] == \"tea\")
assert status[\"locked\"] and (tea[\"state\"], tea[\"rule\"]) == (\"held\", \"locked\"), status"'
check '`ritual why` says so of it' says 'It is due and waits: the screen is locked.' why tea
check 'and of one that was left out' says 'It did not ring: the screen was locked, and it is left out then (`locked: drop`).' why whisper
check 'and of all' says 'The screen is locked: what falls due waits until it is not.' why
check 'dunst shows the one alone that may' within 5 shows_exactly 1
ritual done alarm >/dev/null
check 'of which there was one notice' none_since $((before + 1))

echo 'Killed while the screen is locked'
# killed: the service is ended hard, and another has come and answers.
killed() {
  local pid=$(main_pid)
  kill -9 "$pid"
  is_another() { [[ $(main_pid) != "$pid" && $(robin systemctl --user is-active rituald) == active ]]; }
  within 10 is_another && within 5 robin busctl --user status org.rituald.Rituals1
}
before=$(notices | wc -l)
check 'the service comes back' killed
check 'and knows of the lock' within 5 says 'The screen is locked' why
check 'what was due waits on' says 'It is due and waits: the screen is locked.' why tea
systemctl kill --signal=STOP systemd-logind
check 'it comes back once more, while logind says nothing' killed
check 'and what was due waits on' says 'It is due and waits: the screen is locked.' why tea
systemctl kill --signal=CONT systemd-logind
check 'until logind has answered' within 5 says 'The screen is locked' why
check 'nothing was shown meanwhile' none_since "$before"
unlock_session desk
check 'on unlock it rings' within 5 rang tea
check 'and the private one with its words' within 5 noticed 'loud A letter |'
check 'both are shown' within 5 shows_exactly 2
drawn unlocked
check '`ritual why` tells that it waited' says 'It waited: the screen was locked.' why tea
check 'and that it rang' says ' on the desktop.' why tea
check 'no word of what is private is in the journal' bash -c '! journalctl -b -q -o json | grep -q "Between us\|Nobody else reads\|A letter"'
check 'it is named there, though' has_entry RITUAL_ID=letter

echo 'Quiet hours'
write_rituals "quiet: $(clock -60)-$(clock 9)
rituals:
  soft: {title: Softly, when: daily at $(clock 3)}
  loud: {title: Loudly, when: daily at $(clock 3), quiet: ring}
  never: {title: Never mind, when: daily at $(clock 3), quiet: drop}"
check 'a ritual in quiet hours waits' within 10 held soft quiet
check 'one with `quiet: ring` rings' within 5 rang loud
check 'one with `quiet: drop` is left out' within 5 left_out never quiet
check '`ritual why` says so of each' says 'It is due and waits: quiet hours.' why soft
check 'also of the one that rings' says 'It rang today' why loud
check 'and of the one that does not' says 'It did not ring: it fell into quiet hours, and is left out then (`quiet: drop`).' why never
check 'and of all' says 'Quiet hours, until today' why
check 'status says until when' says 'quiet hours until today' status
check 'at their end it rings' within 15 rang soft
check '`ritual why` tells that it waited' says 'It waited: quiet hours.' why soft
check 'quiet hours are over' says_not 'Quiet hours' why

echo 'An unplugged evening'
dunst_control close-all
write_rituals "rituals:
  dinner: {title: 'Dinner, phones elsewhere', say: Put them to sleep by the door., when: daily at $(clock 2), for: 8s, unplug: true}
  bins: {title: Put the bins out, when: daily at $(clock 3)}
  call: {title: Call your mother, when: daily at $(clock 4)}"
check 'an unplugged ritual rings' within 10 rang dinner
check 'the first that falls due after it waits' within 5 held bins unplugged
check 'the second too' within 5 held call unplugged
drawn unplugged
check 'of the two nothing is shown' equal 0 "$(notices | grep -c 'Put the bins out\|Call your mother')"
check '`ritual why` says so of the first' says 'It is due and waits: another ritual has unplugged.' why bins
check 'of the second' says 'It is due and waits: another ritual has unplugged.' why call
check 'of the one that has unplugged' says 'It is open: `ritual done`' why dinner
check 'and of all' says 'dinner has unplugged until today' why
check 'status names it' says 'dinner: others wait until today' status
check 'at its end both ring' within 15 rang bins
check 'at once' within 5 rang call
check 'in one bubble' noticed_times 1 'Put the bins out'
check 'that lists both' noticed 'loud 2 rituals waited meanwhile | Put the bins out Call your mother'
check 'after a line without a word of time' noticed 'The phones may come back whenever you like.'
drawn after-unplug
check '`ritual why` tells that the first waited' says 'It waited: another ritual had unplugged.' why bins
check 'and the second' says 'It waited: another ritual had unplugged.' why call

echo 'Another name'
dunst_control close-all
time=$(clock 2)
write_rituals "rituals: {early-tea: {title: Early tea, when: daily at $time}}"
check 'a ritual rings' within 10 rang early-tea
within 5 shows 1
write_rituals "rituals: {late-tea: {title: Late tea, was: early-tea, when: daily at $time}}"
check 'in the file it has another name, which status knows' within 5 says late-tea status
check 'and `ritual why`' says 'It is open' why late-tea
check 'the old name is none any more' says 'there is no ritual `early-tea`' done early-tea
choose Done
check 'its bubble is answered' dunst_control action
check 'under the new name, with its past' within 5 has_outcomes late-tea done

echo 'A word before, and one more'
dunst_control close-all
robin mkdir -p /home/robin/.config/rituald/rituals.d
robin tee /home/robin/.config/rituald/rituals.d/stretch.yaml <<< "rituals: {stretch: {title: Stretch, when: daily at $(clock 3), nudge: 'every 1m, 1 time'}}" >/dev/null
write_rituals "rituals: {film: {title: The film begins, when: daily at $(clock 8), heads-up: 5s}}"
check 'one that is nudged rings' within 10 rang stretch
stretched=$SECONDS
check 'another is told of ahead' within 10 noticed 'The film begins | In a moment, at '
within 5 shows 2
drawn heads-up
check 'then it rings' within 10 rang film
check 'and the word ahead is gone' within 5 shows_exactly 2
check '`ritual why` tells of both' says 'A heads-up was shown today' why film
ritual done film >/dev/null

echo 'Enough'
write_rituals "rituals: {lunch: {title: Lunch, when: 'daily at $(clock 2), $(clock 7)', enough: 1 a week}}"
check 'a ritual rings' within 10 rang lunch
ritual done lunch >/dev/null
check 'done once, that is enough for today' says_not Lunch next -n 1
check 'the next is not needed' within 10 left_out lunch enough
check '`ritual why` says so' says 'It was not needed: it had been done often enough (`enough: 1 a week`).' why lunch
check 'history has both' has_outcomes lunch 'done dropped'

echo 'Pauses'
write_rituals "rituals:
  ant: {when: daily at $(clock 6)}
  bee: {when: daily at $(clock 6)}
  cat: {when: daily at $(clock 6)}"
within 5 says Ant status
check 'a ritual is paused by its name' says 'ant paused until `ritual resume ant`.' pause ant
check 'status says so' says 'ant, until `ritual resume ant`' status
check '`ritual next` says what comes of it' within 2 says 'paused: does not ring' next
check '`ritual why` too' says 'It is not to ring: paused.' why ant
check 'the others ring' within 10 rang bee
check 'it does not' within 5 left_out ant paused
check '`ritual why` tells of it' says 'It did not ring: it was paused at its time.' why ant
check 'its pause is ended' says 'ant may ring again.' resume ant
check 'and nothing is paused' says_not paused status
check 'all but two are paused' says 'All but bee, stretch paused until ' pause 1h --but bee stretch
check 'status says so' says 'all but bee, stretch, until ' status
check '`ritual why` says so' says 'All but bee, stretch are paused until ' why
write_rituals "rituals:
  bee: {when: daily at $(clock 3)}
  dog: {when: daily at $(clock 3)}"
check 'one of the others is left out' within 10 left_out dog paused
rang_twice() { (($(entries RITUAL_EVENT=ring "RITUAL_ID=$1" | wc -l) == 2)); }
check 'the one rings' within 5 rang_twice bee
check 'toggled, the pause ends' says 'The pause is over.' pause --toggle
check 'status has none' says_not paused status
check 'toggled again, it begins' says 'All but stretch paused until `ritual resume`.' pause --toggle --but stretch
check 'and a status bar is told' robin bash -c 'ritual status --json | grep -q "\"paused\" *: *true"'
check 'resumed' says 'The pause is over.' resume
check 'one that is nudged is shown once more' within $((SECONDS > stretched + 62 ? 1 : stretched + 65 - SECONDS)) has_entry RITUAL_EVENT=nudge RITUAL_ID=stretch
check '`ritual why` tells of it' says 'It was shown again once, since nobody had answered.' why stretch
ritual done stretch >/dev/null

echo 'Do not disturb'
dunst_control set-paused true
within 5 says 'the desktop is asked not to disturb' status
write_rituals "rituals:
  public: {title: For everyone, when: daily at $(clock 2)}
  hidden: {title: For two, private: true, when: daily at $(clock 2)}"
check 'a private ritual waits' within 10 held hidden undisturbed
check 'another does not' within 5 rang public
check '`ritual why` says why' says 'It is due and waits: the desktop is asked not to disturb.' why hidden
dunst_control set-paused false
check 'when it may disturb again, it rings' within 5 rang hidden

echo 'Plain commands'
check '`ritual simulate` plays the week' says 'rings' simulate
check '`ritual log` tells what waited' says 'Tea for two waits: the screen is locked' log
check 'the service has lived through all of that' equal 2 "$(robin systemctl --user show -P NRestarts rituald)"
finish
