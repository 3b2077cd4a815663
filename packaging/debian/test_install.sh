#!/usr/bin/env bash
# test_install.sh FILE.deb: installs the package on a fresh Debian 12 below a temporary folder, uses it, removes it, and
# looks for what is left. As root, with debootstrap; the packages come from where this system's own come from.
set -euo pipefail
package=$(realpath "${1:?a .deb}")
skip() {
  printf 'skipped: %s\n' "$1"
  exit 77
}
[ "$(id -u)" = 0 ] || skip "installing into a fresh system needs root"
[ "$(. /etc/os-release && printf %s "${VERSION_CODENAME:-}")" = bookworm ] || skip "this system has no sources of Debian 12"
command -v debootstrap >/dev/null || skip "no debootstrap"
mirror=$(apt-get indextargets --format '$(REPO_URI) $(CODENAME)' 'Created-By: Packages' | awk '$2 == "bookworm" { print $1; exit }')
[ -n "$mirror" ] || skip "apt has no sources of Debian 12"

root=$(mktemp -d)
cleanup() {
  umount "$root/proc" 2>/dev/null || true
  rm -rf --one-file-system "$root"
}
trap cleanup EXIT
debootstrap --variant=minbase bookworm "$root" "$mirror" >"$root.log" 2>&1 || { tail -5 "$root.log"; exit 1; }
rm -f "$root.log"
# A proxy of this system's apt is needed there as well.
cp /etc/apt/apt.conf.d/*proxy* "$root/etc/apt/apt.conf.d/" 2>/dev/null || true
mount -t proc proc "$root/proc" 2>/dev/null || true
cp "$package" "$root/tmp/webcid.deb"
within() { env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive chroot "$root" "$@"; }

within apt-get update -qq
within apt-get install -y -qq --no-install-recommends man-db bash-completion >/dev/null 2>&1
within find / -xdev -name '*webcid*' -not -path '/tmp/*' | grep . && { echo "there before it was installed"; exit 1; }
within apt-get install -y -qq --no-install-recommends /tmp/webcid.deb >/dev/null 2>&1

within webcid --version
within webcid-testserver --list >/dev/null
within man -w webcid webcid-testserver
LANG=ja_JP.UTF-8 within man -w -L ja webcid
within bash -c '. /usr/share/bash-completion/bash_completion; _completion_loader webcid; complete -p webcid'
# The main job, as soon as it is there.
within bash -c '
  set -euo pipefail
  webcid-testserver --sample 20 --port 0 >/tmp/ready & server=$!
  for _ in $(seq 100); do [ -s /tmp/ready ] && break; read -rt 0.1 <> <(:) || true; done
  url=$(sed -E "s/.*\"url\":\"([^\"]*)\".*/\1/" /tmp/ready)
  webcid check "$url" --quiet
  kill $server'
within sh -c 'test ! -e /etc/systemd/system/webcid.timer && test -e /usr/share/doc/webcid/examples/webcid.timer'

files=$(within dpkg -L webcid)
within apt-get purge -y -qq webcid >/dev/null 2>&1
left=0
while read -r file; do
  # Folders that others share stay.
  if [ -e "$root$file" ] && [ ! -d "$root$file" ]; then echo "left: $file"; left=1; fi
done <<<"$files"
traces=$(within find / -xdev -name '*webcid*' -not -path '/tmp/*' -not -path '/var/cache/apt/*' -not -path '/proc/*')
[ -z "$traces" ] || { echo "left: $traces"; left=1; }
[ "$left" = 0 ] || exit 1
echo "installed, used and removed without a trace"
