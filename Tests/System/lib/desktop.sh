# Sourced after checks.sh: a screen, the real dunst on it, and a finger for its buttons.

display=:9

start_display() {
  robin systemd-run --user --quiet --unit=screen Xvfb $display -screen 0 900x420x24 -nolisten tcp
  within 10 test -S /tmp/.X11-unix/X9
  robin systemctl --user set-environment DISPLAY=$display
}
start_dunst() { robin systemctl --user start dunst 2>/dev/null || robin systemd-run --user --quiet --unit=dunst dunst; within 10 has_server; }
stop_dunst() {
  robin systemctl --user stop dunst 2>/dev/null
  pkill -x dunst
  within 5 no_server
}
stop_display() {
  robin systemctl --user unset-environment DISPLAY
  stop_dunst
  robin systemctl --user stop screen 2>/dev/null
}
server() { robin busctl --user call org.freedesktop.DBus / org.freedesktop.DBus NameHasOwner s org.freedesktop.Notifications; }
no_server() { [[ $(server) == 'b false' ]]; }
has_server() { [[ $(server) == 'b true' ]]; }
dunst_control() { robin env DISPLAY=$display dunstctl "$@"; }
shown() { dunst_control count displayed; }
shows() { (($(shown) >= $1)); }
shows_exactly() { (($(shown) == $1)); }
screenshot() { robin env DISPLAY=$display import -window root "/out/$1.png"; }

# choose LABEL: what the person picks in the menu that dunst opens.
choose() { echo "$1" > /tmp/choice; chmod 644 /tmp/choice; }

# dunst as it comes, but for the program that shows its menu: one that picks what `choose` has said.
configure_dunst() {
  install -m 755 /dev/stdin /usr/local/bin/finger <<'FINGER'
#!/bin/sh
exec grep -m 1 -F "$(cat /tmp/choice)"
FINGER
  robin mkdir -p /home/robin/.config/dunst
  printf '[global]\n    dmenu = /usr/local/bin/finger\n    font = Sans 12\n    width = 500\n' |
    robin tee /home/robin/.config/dunst/dunstrc >/dev/null
}
