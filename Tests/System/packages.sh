#!/bin/sh
# Installs what is missing of some Debian packages, asking first unless root or YES=1; elsewhere names what they are called.
#   packages.sh PACKAGE...
set -eu

missing=
for package in "$@"; do
  status=$(dpkg-query -W -f '${db:Status-Abbrev}' "$package" 2>/dev/null || true)
  case $status in ii*) ;; *) missing="$missing $package" ;; esac
done
[ -n "$missing" ] || exit 0

if ! command -v apt-get >/dev/null; then
  fedora= arch=
  for package in "$@"; do
    case $package in
      libsystemd-dev) fedora="$fedora systemd-devel" arch="$arch systemd-libs" ;;
      libsqlite3-dev) fedora="$fedora sqlite-devel" arch="$arch sqlite" ;;
      libyaml-dev) fedora="$fedora libyaml-devel" arch="$arch libyaml" ;;
      pkg-config) fedora="$fedora pkgconf" arch="$arch pkgconf" ;;
      dbus-user-session) ;;
      systemd-container) fedora="$fedora systemd-container" arch="$arch systemd" ;;
      xvfb) fedora="$fedora xorg-x11-server-Xvfb" arch="$arch xorg-server-xvfb" ;;
      imagemagick) fedora="$fedora ImageMagick" arch="$arch imagemagick" ;;
      python3) fedora="$fedora python3" arch="$arch python" ;;
      *) fedora="$fedora $package" arch="$arch $package" ;;
    esac
  done
  echo "There is no apt here. Please install, then try again:" >&2
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
    case $answer in [nN]*) echo "Nothing was installed." >&2; exit 1 ;; esac
  fi
fi
export DEBIAN_FRONTEND=noninteractive
install() { $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $missing; }
# Package lists may be old, or not there at all.
install >/dev/null 2>&1 || { $as_root apt-get update -q && install; }
