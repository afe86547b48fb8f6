# Sourced by the scripts that run in a box: checks with a sentence each, waiting with a bound, and the user robin.

failures=0

# check SENTENCE COMMAND...: the command must succeed.
check() {
  local sentence=$1 output
  shift
  if output=$("$@" 2>&1); then
    echo "  ok: $sentence"
  else
    failures=$((failures + 1))
    echo "  FAILED: $sentence"
    [[ -z $output ]] || sed 's/^/      /' <<< "$output" | tail -n 15
  fi
}

# equal EXPECTED ACTUAL
equal() { [[ $1 == "$2" ]] || { printf 'expected: %s\nbut was:  %s\n' "$1" "$2"; return 1; }; }

# within SECONDS COMMAND...: waits until the command succeeds, at most so long.
within() {
  local end=$((SECONDS + $1))
  shift
  until "$@" >/dev/null 2>&1; do
    ((SECONDS < end)) || { "$@"; return 1; }
    sleep 0.05
  done
}

finish() {
  if ((failures)); then echo "$failures checks failed"; exit 1; fi
  exit 0
}

uid=$(id -u robin)
# robin COMMAND...: as the user, with what a login would set.
robin() {
  runuser -u robin -- env -i HOME=/home/robin USER=robin LOGNAME=robin SHELL=/bin/bash LANG=C.UTF-8 \
    PATH="/home/robin/.local/bin:/usr/local/bin:/usr/bin:/bin:/usr/sbin" XDG_RUNTIME_DIR="/run/user/$uid" \
    DBUS_SESSION_BUS_ADDRESS="unix:path=/run/user/$uid/bus" "$@"
}

# entries FIELD=VALUE...: robin's journal entries of this boot, newest last, as JSON lines.
entries() { robin journalctl --user -b -q -o json "$@"; }
has_entry() { entries "$@" | grep -q .; }

# write_rituals TEXT: saves the file as an editor does that writes beside it and renames.
write_rituals() {
  robin bash -c 'cat > ~/.config/rituald/.new && mv ~/.config/rituald/.new ~/.config/rituald/rituals.yaml' <<< "$1"
}

# clock SECONDS: the time of day so many seconds from now, as `when` reads it.
clock() { date -d "+$1 seconds" +%H:%M:%S; }

main_pid() { robin systemctl --user show -P MainPID rituald; }
