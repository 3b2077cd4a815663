#include <fmt/format.h>

#include <array>
#include <chrono>
#include <webcid/base/text.hpp>

#include "testserver/memory_tree.hpp"

namespace webcid::testserver {
namespace {

// {} is the number of the round. Each row stands for a way in which a file's name can fail on IIS, or for a contrast.
constexpr std::array<std::string_view, 36> kNames{
    "savxp/vdl{}.vdb",
    "savxp/virus{}.ide",
    "savxp/detect{}.dat",
    "sau/package{}.msi",
    "sau/notes{}.txt",
    "sau/policy{}.xml",
    "sau/catalog{}.upd",
    "savxp/program/engine{}.dll",
    "rms/router{}.exe",
    "rms/certmanager{}",                // no extension
    "rms/bin/agent{}",                  // no extension, below a hidden segment
    "rms/bin/client{}.dll",             // hidden segment
    "crt/BIN/x64/runtime{}.txt",        // hidden segment in upper case, not the last folder
    "savlinux/lib/libsavi{}.so.6",      // extension ".6"
    "savlinux/lib/libstdc++{}.so.6",    // double escape: '+'
    "savlinux/share/c++{}.txt",         // double escape: '+', mapped extension
    "savlinux/share/x%20y{}.txt",       // double escape: a literal "%20"
    "savlinux/share/100% done {}.txt",  // '%' that is no escape
    "scf/Program Files/Client Firewall/rule {}.xml",
    "scf/note #{}.txt",
    "scf/R&D {}.xml",
    "scf/copy ({}) of it's [a], b; c=d.txt",
    "doc/\xe3\x83\xaa\xe3\x83\xaa\xe3\x83\xbc\xe3\x82\xb9\xe3\x83\x8e\xe3\x83\xbc\xe3\x83\x88{}.txt",  // リリースノート
    "doc/\xc3\x9c"
    "berblick{}.txt",     // Überblick
    "doc/README{}",       // no extension
    "savxp/UPPER{}.DAT",  // the MIME map ignores case
    "savxp/cabinet/data{}.dat",
    "savxp/cabinet/more{}.vdb",
    "savxp/cabinet/part{}.ide",
    "sau/program/helper{}.exe",
    "sau/program/helper{}.dll",
    "savlinux/engine/update/cache/primary/warehouse/catalogue/deep/deeper/file{}.dat",
    "savlinux/engine/update/cache/primary/warehouse/catalogue/deep/deeper/file{}.txt",
    "crt/1.2.{}/version.txt",  // a folder that looks like it had an extension
    "savlinux/bin/savscan{}",  // no extension, below a hidden segment
    "sau/binary/tool{}.txt",   // begins like the hidden segment, and is not
};

base::Time sample_time(std::size_t index) {
  using namespace std::chrono;
  return base::Time(sys_days{year{2026} / January / 5}) + hours{9} + minutes{30} + seconds{index % 86400};
}

std::string sample_name(std::size_t index) {
  if (index == 0) return "cidsync.upd";
  if (index == 1) return "setup.exe";
  const std::size_t row = (index - 2) % kNames.size();
  const std::size_t round = (index - 2) / kNames.size();
  return fmt::format(fmt::runtime(kNames[row]), fmt::format("{:02}", round));
}

std::uint64_t weight_of(std::size_t index) {
  return 1 + (index * 2654435761ULL >> 7U) % 64;
}

// An empty file is legal in a publication.
bool is_empty_file(std::size_t index) {
  return index % 97 == 50;
}

}  // namespace

std::unique_ptr<MemoryTree> sample_tree(std::size_t count, std::uint64_t total_bytes) {
  std::vector<MemoryTree::File> files;
  files.reserve(count);
  std::uint64_t weights = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint64_t weight = is_empty_file(i) ? 0 : weight_of(i);
    weights += weight;
    files.push_back({sample_name(i), weight, 0x5eed0000ULL + i * 0x100000001b3ULL, sample_time(i)});
  }
  std::uint64_t given = 0;
  for (MemoryTree::File& file : files) {
    const std::uint64_t weight = file.size;
    // Without a total: 131 bytes to 8 KiB. With one: proportional, in an order that cannot overflow.
    file.size = total_bytes == 0 ? weight * 131 : total_bytes / weights * weight;
    given += file.size;
  }
  if (total_bytes != 0 && !files.empty()) files.front().size += total_bytes - given;
  return std::make_unique<MemoryTree>(std::move(files));
}

std::unique_ptr<MemoryTree> other_tree() {
  std::vector<MemoryTree::File> files;
  for (std::string_view name : {"Config/settings.xml", "Logs/SUMTrace1.txt", "Working/state.txt"}) {
    files.push_back({std::string(name), 2048, files.size() + 1, sample_time(files.size())});
  }
  return std::make_unique<MemoryTree>(std::move(files));
}

}  // namespace webcid::testserver
