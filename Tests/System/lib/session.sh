# Sourced after checks.sh: robin's sessions at a screen, as a display manager opens them and a locker locks them.

# start_session NAME [TYPE [CLASS]]: through PAM, which tells logind; x11 and user if nothing else is said.
start_session() {
  systemd-run --quiet --unit="login-$1" -p PAMName=login -p User=robin -E "XDG_SESSION_TYPE=${2-x11}" \
    -E "XDG_SESSION_CLASS=${3-user}" sleep infinity
  within 10 session_path "$1" >/dev/null
}
end_session() { systemctl stop "login-$1"; }

# session_path NAME: its object on the system bus.
session_path() {
  busctl --json=short call org.freedesktop.login1 /org/freedesktop/login1 org.freedesktop.login1.Manager GetSessionByPID u \
    "$(systemctl show -P MainPID "login-$1")" | sed -n 's/.*"data":\["\(.*\)"\].*/\1/p' | grep .
}

# lock_session NAME, unlock_session NAME: robin's own locker says so; it needs no rights but robin's.
lock_session() { hint_lock "$1" true; }
unlock_session() { hint_lock "$1" false; }
hint_lock() {
  robin busctl call org.freedesktop.login1 "$(session_path "$1")" org.freedesktop.login1.Session SetLockedHint b "$2"
}
