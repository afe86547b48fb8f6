#!/bin/bash
# In a box: what each line of the unit's sandbox forbids is tried, inside of it and outside.
. /box/checks.sh

within 20 test -S "/run/user/$uid/bus"
robin make -C /src install >/dev/null
unit=/home/robin/.local/share/systemd/user/rituald.service
outside=/tmp/outside-the-sandbox
touch $outside
arguments="$outside /home/robin/.local/state/rituald $(robin readlink /proc/self/ns/uts) $(robin awk '/^Seccomp_filters/ { print $2 }' /proc/self/status)"

# The unit as it is, with the probe in place of the daemon.
probe_unit() {
  robin mkdir -p /home/robin/.config/systemd/user
  sed -e "s|^ExecStart=.*|ExecStart=/usr/bin/python3 /src/Tests/System/probe.py $arguments|" \
    -e 's/^Type=notify$/Type=oneshot/' -e '/^Type=notify-reload/d; /^Restart/d; /^Watchdog/d; /^ExecReload/d; /^NotifyAccess/d' \
    -e "/^\[Service\]/a StandardOutput=file:/home/robin/$1.txt" "$unit" |
    if [[ $1 == outside ]]; then sed '/^# In a user manager/,/^UMask/d'; else cat; fi |
    robin tee "/home/robin/.config/systemd/user/$1.service" >/dev/null
  robin systemctl --user daemon-reload
  robin systemctl --user start "$1"
}
check 'the probe runs in the sandbox' probe_unit inside
check 'and outside of it' probe_unit outside

while read -r result line; do
  case $line in
    ReadWritePaths) check 'the state folder can be written to' equal free "$result" ;;
    *) check "$line holds" equal held "$result" ;;
  esac
done < /home/robin/inside.txt
check 'every line of the sandbox was tried' equal \
  "$(sed -n '/^# In a user manager/,/^UMask/s/^\([A-Za-z]*\)=.*/\1/p' "$unit" | grep -v SystemCallErrorNumber | sort -u)" \
  "$(sed 's/^[a-z]* //; s/~.*//' /home/robin/inside.txt | sort -u)"
# What no plain user may do, or no program in a box, is held outside as well: there the sandbox is a second lock.
for line in PrivateUsers ProtectSystem ProtectHome PrivateTmp NoNewPrivileges CapabilityBoundingSet \
  ProtectHostname RestrictAddressFamilies RestrictNamespaces RestrictSUIDSGID LockPersonality MemoryDenyWriteExecute \
  SystemCallArchitectures SystemCallFilter SystemCallFilter~@resources UMask; do
  check "without the sandbox, $line is free" grep -q "^free $line$" /home/robin/outside.txt
done
robin systemd-analyze --user --no-pager security --offline=true "$unit" 2>/dev/null > /out/exposure.txt; tail -n 1 /out/exposure.txt
finish
