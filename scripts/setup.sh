#!/bin/sh
# Installs the system packages that guests need, where they are missing. The only script that does.
#   setup.sh            what the demo and the tests need
#   setup.sh --build    also what builds guests and layouts again and looks at the report
set -eu

packages=""
# need COMMAND-OR-FILE PACKAGE
need() {
  case "$1" in
    /*) [ -e "$1" ] && return 0 ;;
    *) command -v "$1" >/dev/null 2>&1 && return 0 ;;
  esac
  packages="$packages $2"
}

need qemu-system-x86_64 qemu-system-x86
need qemu-img qemu-utils
need /usr/share/OVMF/OVMF_CODE_4M.fd ovmf
need /usr/sbin/debugfs e2fsprogs
need mdir mtools
need /usr/lib/debian-installer/images/12/amd64/gtk debian-installer-12-netboot-amd64
if [ "${1:-}" = --build ]; then
  need /usr/lib/grub/i386-pc grub-pc-bin
  need grub-mkrescue grub-common
  need xorriso xorriso
  need /usr/share/consolefonts console-setup-linux
  need gcc gcc
  need make make
  need /usr/include/stdio.h libc6-dev
  need xz xz-utils
  need chromium chromium
  need ffmpeg ffmpeg
  need gvnccapture gvncviewer
  need spicy-screenshot spice-client-gtk
  need redis-server redis-server
  need openssl openssl
  need python3 python3
  need /usr/share/X11/xkb/symbols/us xkb-data
  need /usr/share/X11/locale/en_US.UTF-8/Compose libx11-data
  need /usr/share/doc/libxkbcommon0 libxkbcommon0
  need /usr/include/X11/keysymdef.h x11proto-dev
fi

[ -n "$packages" ] || { echo "setup: everything is there"; exit 0; }

if ! command -v apt-get >/dev/null 2>&1; then
  echo "setup: please install qemu-system-x86_64 and qemu-img (Fedora: dnf install qemu-system-x86 qemu-img; Arch: pacman -S qemu-base; macOS: brew install qemu)" >&2
  command -v qemu-system-x86_64 >/dev/null 2>&1 || exit 1
  exit 0
fi

as_root=""
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo >/dev/null 2>&1 || { echo "setup: run as root, or install:$packages" >&2; exit 1; }
  as_root=sudo
fi

export DEBIAN_FRONTEND=noninteractive
$as_root apt-get update -q
for package in $packages; do
  # Ubuntu has no package of the Debian installer: its scenarios are then left out.
  if apt-cache show "$package" >/dev/null 2>&1; then
    $as_root apt-get install -y -q --no-install-recommends "$package"
  else
    echo "setup: this system has no package $package; what needs it will be skipped" >&2
  fi
done
