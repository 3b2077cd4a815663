#include <webcid/store/atomic_file.hpp>

#include <cstdint>
#include <random>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "atomic_file_state.hpp"
#include "disk.hpp"

namespace webcid::store {

TemporaryName temporary_name() {
  // One look at the system's source of randomness a thread, not one a file; SplitMix64 tells nobody the next name.
  thread_local std::uint64_t seed = [] {
    std::random_device random;
    return (std::uint64_t{random()} << 32) | random();
  }();
  std::uint64_t mixed = seed += 0x9E3779B97F4A7C15U;
  mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9U;
  mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBU;
  mixed ^= mixed >> 31;
  TemporaryName name{};
  fmt::format_to_n(name.data(), name.size() - 1, ".webcid-{:016x}.part", mixed);
  return name;
}

AtomicFile::AtomicFile(std::unique_ptr<State> state) : m_state(std::move(state)) {}
AtomicFile::AtomicFile(AtomicFile&&) noexcept = default;
AtomicFile& AtomicFile::operator=(AtomicFile&&) noexcept = default;
AtomicFile::~AtomicFile() = default;

base::Result<void> AtomicFile::write(std::string_view bytes) {
  if (const auto error = disk::write(m_state->file, bytes)) return failed("write", m_state->shown(), error);
  return {};
}

bool is_temporary(std::string_view name) {
  constexpr std::string_view kBegin = ".webcid-", kEnd = ".part";
  return name.size() == kBegin.size() + 16 + kEnd.size() && name.substr(0, kBegin.size()) == kBegin &&
         name.substr(name.size() - kEnd.size()) == kEnd;
}

base::Result<void> write_atomically(const std::filesystem::path& path, std::string_view text, Durability durability) {
  auto file = AtomicFile::create(path);
  if (!file) return tl::make_unexpected(std::move(file.error()));
  if (auto written = file->write(text); !written) return written;
  return file->commit(durability);
}

}  // namespace webcid::store
