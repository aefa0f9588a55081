# Installs Debian packages of deploy/packages.txt. Sourced by deploy/up and deploy/test; needs Debian's base alone.

# missing_packages FILE SECTION...: the packages of these sections that are not installed. A package with a command behind
# it counts as installed when the command is there, from wherever.
missing_packages() {
  local list=$1 section package
  shift
  for section in "$@"; do
    sed -n "/^\[$section\]/,/^\[/{/^[a-z]/p}" "$list"
  done | while read -r package command; do
    [ -z "$command" ] || ! command -v "$command" >/dev/null || continue
    dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed ||
      echo "$package"
  done
}

# install_packages FILE SECTION...: installs what is missing, without questions and without starting services.
install_packages() (
  missing=$(missing_packages "$@" | tr '\n' ' ')
  [ -n "$missing" ] || exit 0
  echo "installing Debian packages: $missing"

  as_root=
  if [ "$(id -u)" != 0 ]; then
    as_root="sudo -n"
    if ! command -v sudo >/dev/null || ! sudo -n true 2>/dev/null; then
      echo "installing packages needs root; run as root: apt-get install $missing" >&2
      exit 1
    fi
  fi

  # A package must not start a server of its own: ours are private. Debian asks this file before any start.
  policy=/usr/sbin/policy-rc.d
  if [ ! -e "$policy" ]; then
    trap '$as_root rm -f "$policy"' EXIT
    trap 'exit 130' INT TERM
    printf '#!/bin/sh\nexit 101\n' | $as_root tee "$policy" >/dev/null
    $as_root chmod 755 "$policy"
  fi
  apt="$as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=300"
  if ! $apt update || ! $apt install -y --no-install-recommends $missing </dev/null; then
    echo "apt-get failed; its messages stand above" >&2
    exit 1
  fi
  # Nor at the next boot, when the package was not there before.
  if [ -d /run/systemd/system ]; then
    case " $missing " in
      *" redis-server "*) $as_root systemctl disable -q redis-server || true ;;
    esac
  fi
)
