#!/bin/bash
# In a box: the first five minutes of a new user with an empty home, at a terminal, up to the first bubble's button.
. /box/checks.sh
. /box/desktop.sh

within 20 test -S "/run/user/$uid/bus"
configure_dunst
start_display
start_dunst
began=$SECONDS

terminal() { robin tmux -L newcomer "$@"; }
screen() { terminal capture-pane -p -S - -t first; }
says() { screen | grep -q -F -e "$1"; }
# type TEXT: what the person types, and Enter.
type() { terminal send-keys -t first -l -- "$1"; terminal send-keys -t first Enter; }
# answer QUESTION TEXT: waits for a question, and answers it.
answer() { check "it asks: $1" within 20 says "$1"; type "$2"; }

terminal new-session -d -s first -x 100 -y 50 bash
type 'make -C /src install'
answer 'Your name' 'Robin'
for question in 'partner' 'morning' 'evening'; do answer "$question" ''; done
# Each of the six rituals is offered with a default.
is_asking() { screen | grep -v '^ *$' | tail -n 1 | grep -q '\[[Yy]/[Nn]\] *$'; }
for offered in 1 2 3 4 5 6; do
  within 10 is_asking
  before=$(screen | grep -c '\[[Yy]/[Nn]\]')
  type ''
  is_next() { (($(screen | grep -c '\[[Yy]/[Nn]\]') > before)); }
  ((offered == 6)) || within 10 is_next
done
answer 'Your day' '2016-06-18'
answer '1.' 'Pancakes for dinner'
answer '2.' ''
# One of the two is neither today nor tomorrow.
says_day() { screen | grep -Eq 'Wed |Fri '; }
check 'the coming week is shown' within 10 says_day
answer 'Write it' 'y'
answer 'Start rituald' 'y'
check 'the service runs' within 10 robin systemctl --user is-active rituald
check 'the file is understood' robin ritual check
check 'it is its user'\''s alone' equal 600 "$(stat -c %a /home/robin/.config/rituald/rituals.yaml)"
type 'clear; ritual next -n 4; ritual ring morning-coffee'
check 'a first bubble is seen' within 10 says 'It rang on the desktop'
dunst_control close-all
type 'ritual in 3s look up from the screen'
check 'a first reminder is made' within 10 says 'once-1: today'
check 'it rings' within 10 has_entry RITUAL_EVENT=ring RITUAL_ID=once-1
within 5 shows 1
# dunst has the bubble; that it is drawn is a matter of its next frame.
sleep 0.5
screenshot newcomer
choose Done
check 'its button is pressed' dunst_control action
done_says() { robin ritual history | grep -q 'once-1 *done'; }
check 'and answers' within 10 done_says
type 'clear; ritual history; ritual status'
check 'history tells so' within 10 says 'done (Robin)'
screen > /out/newcomer.txt
took=$((SECONDS - began))
check "all of that in under five minutes ($took s, without the reading)" test $took -lt 300
terminal kill-server
finish
