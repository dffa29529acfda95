#!/bin/sh
# Builds the probe guest: build/vmlinux and build/initrd.cpio beside this script, from Debian packages.
# The only network it uses is `apt-get download`, into ~/.cache/guestwright/probe; nothing is installed.
#   downloaded:          linux-image-amd64's kernel, busybox-static
#   needed to build:     gcc libc6-dev xz-utils (and apt, dpkg, tar: on every Debian)
# The same packages and compiler give the same bytes.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
build=$here/build
cache=${XDG_CACHE_HOME:-$HOME/.cache}/guestwright/probe
modules="virtio_ring virtio virtio_pci_legacy_dev virtio_pci_modern_dev virtio_pci virtio_console
  virtio_input evdev psmouse usb-common usbcore xhci-hcd xhci-pci hid usbhid hid-generic
  scsi_common scsi_mod libata ata_piix cdrom sr_mod isofs floppy virtio_blk
  crc16 crc32c_generic mbcache jbd2 ext4 fat vfat nls_cp437 nls_ascii"

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
mkdir -p "$build" "$cache"

# fetch PACKAGE: the path of its .deb
fetch() {
  version=$(apt-cache show --no-all-versions "$1" | sed -n 's/^Version: //p')
  file=$cache/$1_$(printf %s "$version" | sed 's/:/%3a/')_amd64.deb
  [ -e "$file" ] || (cd "$cache" && apt-get download -q "$1:amd64" >&2)
  echo "$file"
}

# The kernel that the metapackage stands for today.
image=$(apt-cache depends linux-image-amd64 | sed -n 's/^ *Depends: \(linux-image-[0-9].*\)/\1/p')
[ -n "$image" ] || { echo "build: apt knows no linux-image-amd64 (apt-get update?)" >&2; exit 1; }
kernel_deb=$(fetch "$image")
busybox_deb=$(fetch busybox-static)

kernel=$scratch/kernel
root=$scratch/root
mkdir -p "$kernel" "$root/bin" "$root/dev" "$root/proc" "$root/modules"
dpkg-deb --fsys-tarfile "$kernel_deb" |
  tar -x -C "$kernel" --wildcards './boot/vmlinuz-*' \
    '*/kernel/drivers/*' '*/kernel/fs/*' '*/kernel/lib/*' '*/kernel/crypto/*'
dpkg-deb --fsys-tarfile "$busybox_deb" | tar -xO ./bin/busybox >"$root/bin/busybox"

# QEMU starts the plain ELF by its PVH entry, which saves the guest unpacking it: half of the boot.
# Where the packed one lies in vmlinuz: Documentation/x86/boot.rst, setup_sects and payload_*.
vmlinuz=$(echo "$kernel"/boot/vmlinuz-*)
field() { od -An -t"u$2" -j"$1" -N"$2" "$vmlinuz" | tr -d ' '; }
start=$((($(field 497 1) + 1) * 512 + $(field 584 4)))
length=$(($(field 588 4) - 4))
tail -c "+$((start + 1))" "$vmlinuz" | head -c "$length" | xz -dc >"$build/vmlinux"

for module in $modules; do
  cp "$(find "$kernel" -name "$module.ko")" "$root/modules/"
done
cp "$here/init" "$root/init"
gcc -std=c11 -D_DEFAULT_SOURCE -Os -Wall -Wextra -Werror -static -s -o "$root/probe" \
  "$here/main.c" "$here/device.c" "$here/report.c" "$here/busy.c" "$here/cards.c" "$here/shell.c"
chmod 755 "$root/init" "$root/probe" "$root/bin/busybox"
find "$root" -exec touch -h -d @0 {} +
(cd "$root" && find . | LC_ALL=C sort |
  bin/busybox cpio -o -H newc -R 0:0 --renumber-inodes --ignore-devno 2>/dev/null) >"$build/initrd.cpio"

echo "$image: $(du -h "$build/vmlinux" | cut -f1) vmlinux, $(du -h "$build/initrd.cpio" | cut -f1) initrd.cpio"
