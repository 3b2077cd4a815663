#!/usr/bin/env bash
# Cross-builds the static libraries that webcid.exe needs, from Debian's source packages, on Debian 12.
#
#   build-deps.sh PREFIX [WORKDIR]      WORKDIR is PREFIX.work unless given; JOBS=n sets the parallel jobs (default: all cores)
#
# Installs nothing: PREFIX and WORKDIR are all that is written. Sources come from the mirror that this system already
# uses, through an apt configuration inside WORKDIR, and are checked by apt against Debian's signed indices.
# What was used is recorded in PREFIX/src-versions.
set -euo pipefail

if [ $# -lt 1 ] || [ $# -gt 2 ]; then
  sed -n '2,8s/^# \{0,1\}//p' "$0" >&2
  exit 64
fi
script=$(realpath "$0")
prefix=$(realpath -m "$1")
work=$(realpath -m "${2:-$prefix.work}")
jobs=${JOBS:-$(nproc)}
triple=x86_64-w64-mingw32
toolchain=$(cd "$(dirname "$0")/../.." && pwd)/cmake/toolchain-mingw64.cmake
packages="g++-mingw-w64-x86-64-posix gcc-mingw-w64-x86-64-posix mingw-w64-tools libz-mingw-w64-dev cmake ninja-build perl make dpkg-dev debian-archive-keyring"

say() { printf '[%(%T)T] %s\n' -1 "$*"; }
die() { printf 'build-deps.sh: %s\n' "$*" >&2; exit 1; }

check_tools() {
  local missing=() tool
  for tool in $triple-g++-posix $triple-gcc-posix $triple-windres cmake ninja perl make apt-get dpkg-source; do
    command -v "$tool" >/dev/null || missing+=("$tool")
  done
  for tool in /usr/$triple/lib/libz.a /usr/share/keyrings/debian-archive-keyring.gpg; do
    [ -e "$tool" ] || missing+=("$tool")
  done
  [ ${#missing[@]} -eq 0 ] || die "missing: ${missing[*]}
install them first (as root):
  apt-get install --no-install-recommends $packages"
}

# --- sources -------------------------------------------------------------------------------------------------------

apt() { APT_CONFIG=$work/apt/apt.conf apt-get -q "$@" >>"$work/apt.log" 2>&1; }

# An apt configuration of our own: /etc/apt is only read, for the mirror; suites and source indices are added.
configure_apt() {
  local main security key=/usr/share/keyrings/debian-archive-keyring.gpg suite
  # shellcheck disable=SC2016  # apt's own variables
  read -r main security < <(env -u APT_CONFIG apt-get indextargets --format '$(REPO_URI) $(RELEASE)' 'Created-By: Packages' |
    awk '$2 == "bookworm" && !m { m = $1 } $2 == "bookworm-security" && !s { s = $1 } END { print m, s }')
  [ -n "$main" ] || die "apt knows no mirror of bookworm (Debian 12): is this Debian 12, and has apt-get update run?"
  mkdir -p "$work"/apt/{parts,lists/partial,cache/archives/partial}
  {
    for suite in bookworm trixie; do echo "deb-src [signed-by=$key] $main $suite main"; done
    [ -z "$security" ] || echo "deb-src [signed-by=$key] $security bookworm-security main"
    echo "deb [signed-by=$key] $main bookworm main"
  } >"$work/apt/sources.list"
  cat >"$work/apt/apt.conf" <<CONF
Dir::Etc::SourceList "$work/apt/sources.list";
Dir::Etc::SourceParts "$work/apt/parts";
Dir::State::Lists "$work/apt/lists";
Dir::Cache "$work/apt/cache";
APT::Sandbox::User "root";
Acquire::Languages "none";
CONF
  : >"$work/apt.log"
  apt update || { tail "$work/apt.log" >&2; die "apt update failed: $work/apt.log"; }
}

# fetch SOURCE SERIES...: unpacks SOURCE to $work/src/SOURCE, the newest version of the first series to be had with
# Debian's patches. A mirror may list a version whose patches it does not have, so older ones follow, and bare tarballs last.
fetch() {
  local source=$1 versions=() version series unpacked=$work/src/$1
  shift
  for series in "$@"; do
    mapfile -t -O ${#versions[@]} versions < <(APT_CONFIG=$work/apt/apt.conf apt-cache showsrc "$source" |
      awk -v series="$series" '/^Version:/ && index($2, series) == 1 { print $2 }' | sort -rVu)
  done
  rm -rf "$unpacked" "$unpacked.files"
  mkdir -p "$unpacked.files" && cd "$unpacked.files"
  for version in "${versions[@]}"; do
    if apt source --download-only "$source=$version"; then
      # apt has compared the files with the signed index; whose key signed the .dsc adds nothing.
      dpkg-source --no-check -q -x "${source}_${version#*:}.dsc" "$unpacked"
      record "$source" "$source $version"
      return
    fi
  done
  for version in "${versions[@]}"; do
    if apt source --tar-only "$source=$version"; then
      mkdir "$unpacked"
      tar xf "${source}_${version%-*}".orig.tar.*[!c] -C "$unpacked" --strip-components=1
      record "$source" "$source ${version%-*} (upstream tarball, without Debian's patches)"
      return
    fi
  done
  tail -5 "$work/apt.log" >&2
  die "no source of $source to be had: $work/apt.log"
}

record() { echo "$2" >"$prefix/src-versions/$1"; say "source $2"; }

# --- building ------------------------------------------------------------------------------------------------------

run() { # run NAME COMMAND...: output to a log of that name, shown when it fails
  local name=$1
  shift
  "$@" >>"$work/$name.log" 2>&1 || { tail -40 "$work/$name.log" | cut -c1-300 >&2; die "$name failed: $work/$name.log"; }
}

build_with_cmake() { # build_with_cmake SOURCE options...
  local name=$1
  shift
  say "building $name"
  rm -rf "$work/$name-build" "$work/$name.log"
  run "$name" cmake -G Ninja -S "$work/src/$name" -B "$work/$name-build" -DCMAKE_TOOLCHAIN_FILE="$toolchain" \
    -DMINGW_DEPS="$prefix" -DCMAKE_BUILD_TYPE=Release -DCMAKE_INSTALL_PREFIX="$prefix" -DCMAKE_INSTALL_LIBDIR=lib \
    -DBUILD_SHARED_LIBS=OFF -DBUILD_TESTING=OFF "$@"
  run "$name" cmake --build "$work/$name-build" -j"$jobs"
  run "$name" cmake --install "$work/$name-build"
}

# Debian's own mingw package, copied: beside it lies libz.dll.a, which FindZLIB would prefer.
add_zlib() {
  cp /usr/$triple/lib/libz.a "$prefix/lib/"
  cp /usr/$triple/include/{zlib,zconf}.h "$prefix/include/"
  # shellcheck disable=SC2016  # dpkg's own variable
  record libz-mingw-w64-dev "libz-mingw-w64-dev $(dpkg-query -W -f '${Version}' libz-mingw-w64-dev)"
}

# Packages of headers, the same for every system. Boost is for the test server only.
add_headers() {
  local package out=$work/src/headers
  rm -rf "$out" && mkdir -p "$out" && cd "$out"
  for package in nlohmann-json3-dev libcli11-dev libexpected-dev libtomlplusplus-dev libboost1.81-dev; do
    apt download "$package" || die "cannot download $package: $work/apt.log"
    dpkg-deb -x "$package"_*.deb root
    record "$package" "$package $(dpkg-deb -f "$package"_*.deb Version)"
  done
  cp -a root/usr/include/. "$prefix/include/"
  cp -a root/usr/share/cmake/. "$prefix/share/cmake/"
}

# Digests for webcid.exe, whose TLS is Windows' own (Schannel); for the test server TLS with a certificate of its own on P-256.
# One build for both: the linker leaves out of each program what it does not call.
build_openssl() {
  local off="dtls dsa ec2m cms cmp ct ocsp ts rfc3779 aria bf blake2 camellia cast chacha cmac des
    gost idea md4 mdc2 ocb poly1305 rc2 rc4 rmd160 scrypt seed siphash siv sm2 sm3 sm4 whirlpool multiblock
    autoload-config shared tests engine dso module legacy async srp psk ui-console comp"
  say "building openssl"
  rm -f "$work/openssl.log"
  cd "$work/src/openssl"
  # shellcheck disable=SC2046,SC2086  # lists of words
  run openssl env -u CFLAGS -u CXXFLAGS perl Configure mingw64 --cross-compile-prefix=$triple- --prefix=/deps --libdir=lib \
    --openssldir=/nonexistent $(printf 'no-%s ' $off) $map -D_WIN32_WINNT=0x0A00
  run openssl make -j"$jobs" build_generated
  run openssl make -j"$jobs" libcrypto.a libssl.a
  mkdir -p "$prefix/include/openssl"
  cp libcrypto.a libssl.a "$prefix/lib/"
  cp include/openssl/*.h "$prefix/include/openssl/"
}

# HTTP only, TLS and the logon (NTLM, Negotiate) by Windows.
build_curl() {
  build_with_cmake curl -DCURL_USE_SCHANNEL=ON -DCURL_USE_OPENSSL=OFF -DCURL_WINDOWS_SSPI=ON -DENABLE_UNICODE=ON \
    -DUSE_WIN32_IDN=ON -DHTTP_ONLY=ON -DCURL_DISABLE_WEBSOCKETS=ON -DCURL_ZLIB=ON -DUSE_NGHTTP2=OFF -DUSE_LIBIDN2=OFF \
    -DCURL_USE_LIBPSL=OFF -DCURL_USE_LIBSSH2=OFF -DCURL_BROTLI=OFF -DCURL_ZSTD=OFF -DBUILD_CURL_EXE=OFF \
    -DBUILD_LIBCURL_DOCS=OFF -DBUILD_MISC_DOCS=OFF -DENABLE_CURL_MANUAL=OFF
}

# The HTML parser only. No iconv: UTF-8 and ISO-8859-1 are built in. No threads: one thread reads listings
# (HAVE_PTHREAD_H would be found in mingw and its code used all the same, which does not compile then).
build_libxml2() {
  local on="HTML TREE OUTPUT PUSH SAX1" option options=()
  local off="C14N CATALOG DEBUG DOCB FTP HTTP ICONV ICU ISO8859X LEGACY LZMA MEM_DEBUG MODULES PATTERN PROGRAMS PYTHON READER
    REGEXPS RUN_DEBUG SCHEMAS SCHEMATRON TESTS THREADS THREAD_ALLOC VALID WRITER XINCLUDE XPATH XPTR ZLIB"
  for option in $on; do options+=("-DLIBXML2_WITH_$option=ON"); done
  for option in $off; do options+=("-DLIBXML2_WITH_$option=OFF"); done
  build_with_cmake libxml2 "${options[@]}" -DHAVE_PTHREAD_H=OFF
}

# Ten files of C. Its configure is not in the source package, and what it would find out is given here.
build_libplist() {
  local file objects=()
  say "building libplist"
  rm -f "$work/libplist.log"
  cd "$work/src/libplist"
  for file in src/{base64,bplist,bytearray,hashtable,plist,ptrarray,time64,xplist} libcnary/{node,node_list}; do
    # shellcheck disable=SC2086  # a list of words
    run libplist $triple-gcc-posix -O2 $map -D__LITTLE_ENDIAN__=1 -Iinclude -Ilibcnary/include -Isrc -c "$file.c" -o "$file.o"
    objects+=("$file.o")
  done
  rm -f "$prefix/lib/libplist-2.0.a"
  run libplist $triple-ar rcsD "$prefix/lib/libplist-2.0.a" "${objects[@]}"
  mkdir -p "$prefix/include/plist"
  cp include/plist/plist.h "$prefix/include/plist/"
}

check_tools
rm -f "$prefix/made-by"
mkdir -p "$prefix"/{include,lib/cmake,share/cmake,src-versions} "$work/src"
unset APT_CONFIG
export LC_ALL=C SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-1700000000}
# No path of this machine in the libraries; sections, so that the linker drops what is not used.
map="-ffile-prefix-map=$work=/deps -ffunction-sections -fdata-sections"
export CFLAGS="$map" CXXFLAGS="$map"

say "reading apt's indices"
configure_apt
add_zlib
add_headers
fetch openssl 3.0.
build_openssl
# 8.14 of Debian 13 rather than Debian 12's 7.88, for three years of Schannel fixes; the program keeps to the API of 7.88.
fetch curl 8.14. 7.88.
build_curl
fetch libxml2 2.9.14
build_libxml2
fetch fmtlib 9.
build_with_cmake fmtlib -DFMT_DOC=OFF -DFMT_TEST=OFF
fetch pugixml 1.13
build_with_cmake pugixml
fetch libplist 2.2
build_libplist
# For the unit tests, headers only: a library of Catch2's own main is not used.
fetch catch2 2.13.
build_with_cmake catch2 -DCATCH_BUILD_STATIC_LIBRARY=OFF -DCATCH_INSTALL_DOCS=OFF
# Of which script the prefix is: ./dev windows builds it anew when the script is another.
sha256sum <"$script" >"$prefix/made-by"
say "done: $prefix"
