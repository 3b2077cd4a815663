#include <webcid/store/atomic_file.hpp>

#include <cstdint>
#include <random>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "atomic_file_state.hpp"

namespace webcid::store {

std::string temporary_name() {
  std::random_device random;
  return fmt::format(".webcid-{:08x}{:08x}.part", static_cast<std::uint32_t>(random()),
                     static_cast<std::uint32_t>(random()));
}

AtomicFile::AtomicFile(std::unique_ptr<State> state) : m_state(std::move(state)) {}
AtomicFile::AtomicFile(AtomicFile&&) noexcept = default;
AtomicFile& AtomicFile::operator=(AtomicFile&&) noexcept = default;
AtomicFile::~AtomicFile() = default;

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
