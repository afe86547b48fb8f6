#!/bin/sh
# Installs what is missing of some Debian packages, asking first unless root or YES=1; elsewhere names what they are called.
#   packages.sh PACKAGE...
set -eu

# What a package brings, for systems that do not know it by that name: `pkg:` a library, else a program or a file.
brings() {
  case $1 in
    libsystemd-dev) echo pkg:libsystemd ;;
    libsqlite3-dev) echo pkg:sqlite3 ;;
    libyaml-dev) echo pkg:yaml-0.1 ;;
    systemd) echo systemctl ;;
    systemd-container) echo systemd-nspawn ;;
    dbus | dbus-user-session) echo dbus-daemon ;;
    xvfb) echo Xvfb ;;
    imagemagick) echo import ;;
    poppler-utils) echo pdftotext ;;
    man-db) echo man ;;
    hunspell-en-us) echo /usr/share/hunspell/en_US.dic ;;
    tzdata) echo /usr/share/zoneinfo/UTC ;;
    python3-dbus) echo python:dbus ;;
    python3-gi) echo python:gi ;;
    python3-ephem) echo python:ephem ;;
    python3-dateutil) echo python:dateutil ;;
    python3-icalendar) echo python:icalendar ;;
    *) echo "$1" ;;
  esac
}

is_there() {
  if command -v dpkg-query >/dev/null; then
    case $(dpkg-query -W -f '${db:Status-Abbrev}' "$1" 2>/dev/null || true) in ii*) return 0 ;; *) return 1 ;; esac
  fi
  what=$(brings "$1")
  case $what in
    pkg:*) pkg-config --exists "${what#pkg:}" 2>/dev/null ;;
    python:*) /usr/bin/python3 -c "import ${what#python:}" 2>/dev/null ;;
    /*) [ -e "$what" ] ;;
    *) command -v "$what" >/dev/null ;;
  esac
}

# The names that Fedora and Arch have for a Debian package, in that order.
elsewhere() {
  case $1 in
    libsystemd-dev) echo systemd-devel systemd-libs ;;
    libsqlite3-dev) echo sqlite-devel sqlite ;;
    libyaml-dev) echo libyaml-devel libyaml ;;
    pkg-config) echo pkgconf pkgconf ;;
    dbus-user-session) echo dbus-daemon dbus ;;
    systemd-container) echo systemd-container systemd ;;
    xvfb) echo xorg-x11-server-Xvfb xorg-server-xvfb ;;
    imagemagick) echo ImageMagick imagemagick ;;
    poppler-utils) echo poppler-utils poppler ;;
    hunspell-en-us) echo hunspell-en-US hunspell-en_us ;;
    python3) echo python3 python ;;
    python3-dbus) echo python3-dbus python-dbus ;;
    python3-gi) echo python3-gobject python-gobject ;;
    python3-ephem) echo python3-pyephem python-pyephem ;;
    python3-dateutil) echo python3-dateutil python-dateutil ;;
    python3-icalendar) echo python3-icalendar python-icalendar ;;
    *) echo "$1 $1" ;;
  esac
}

missing=
for package in "$@"; do is_there "$package" || missing="$missing $package"; done
[ -n "$missing" ] || exit 0

if ! command -v apt-get >/dev/null; then
  fedora='' arch=''
  for package in $missing; do
    names=$(elsewhere "$package")
    fedora="$fedora ${names% *}" arch="$arch ${names#* }"
  done
  echo 'There is no apt here. Please install what is missing, then try again:' >&2
  echo "  dnf install$fedora" >&2
  echo "  pacman -S$arch" >&2
  exit 1
fi

echo "Missing packages:$missing"
if [ "$(id -u)" -eq 0 ]; then
  as_root=
else
  as_root=sudo
  if [ "${YES:-}" != 1 ]; then
    printf 'Install them with sudo apt-get? [Y/n] '
    read -r answer || answer=n
    case $answer in [nN]*) echo 'Nothing was installed.' >&2; exit 1 ;; esac
  fi
fi
install() { $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $missing; }
# Package lists may be old, or not there at all.
install >/dev/null 2>&1 || { $as_root apt-get update -q && install; }
