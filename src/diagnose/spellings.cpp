#include "spellings.hpp"

#include <webcid/base/text.hpp>

#include "observations.hpp"

namespace webcid::diagnose {
namespace {

// Hostile listings must not fill the memory: honest trees stay far below.
constexpr std::size_t kMostFolders = 20'000;

}  // namespace

void Spellings::add(std::string_view folder, const model::Listing& listing,
                    const std::function<bool(std::string_view lower_path)>& is_failing) {
  for (const model::ListingRow& row : listing.rows) {
    std::string path = std::string(folder) + row.name;
    std::string lower = base::to_lower(path);
    if (row.is_folder) {
      if (m_folders.size() < kMostFolders) m_folders.emplace(std::move(lower), std::move(path));
    } else if (is_failing(lower)) {
      // Where both spellings are there, the one that was asked for counts: the first of them stays.
      m_files.emplace(std::move(lower), Row{std::move(path), row.size});
    }
  }
}

std::string Spellings::of(std::string_view path) const {
  const std::string lower = base::to_lower(path);
  if (const auto file = m_files.find(lower); file != m_files.end()) {
    return file->second.path == path ? std::string() : file->second.path;
  }
  // What is below a folder of another name cannot be listed under this one.
  for (auto slash = lower.rfind('/'); slash != std::string::npos;
       slash = slash == 0 ? slash : lower.rfind('/', slash - 1)) {
    const auto folder = m_folders.find(std::string_view(lower).substr(0, slash));
    if (folder != m_folders.end()) {
      const bool is_same = folder->second == path.substr(0, slash);
      return is_same ? std::string() : folder->second + std::string(path.substr(slash));
    }
    if (slash == 0) break;
  }
  return {};
}

std::optional<std::uint64_t> Spellings::size_of(std::string_view path) const {
  const auto file = m_files.find(base::to_lower(path));
  if (file == m_files.end() || file->second.path != path) return std::nullopt;
  return file->second.size;
}

std::string with_other_name_case(std::string path) {
  const auto slash = path.rfind('/');
  const std::size_t begin = slash == std::string::npos ? 0 : slash + 1;
  const std::string name = path.substr(begin);
  std::string other = base::to_lower(name);
  if (other == name) {
    for (char& c : other) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return path.replace(begin, std::string::npos, other);
}

// --- what Observations says by them ---

std::string Observations::other_case_of(const std::string& path) const {
  if (std::string listed = m_spellings.of(path); !listed.empty()) return listed;
  if (listed(path) != Listed::Unknown) return {};
  // Where others arrive out of the same folder, its name is right.
  const std::string folder = path.substr(0, path.rfind('/') + 1);
  const std::string lower = base::to_lower(path);
  return has_success_below(folder) || lower == path ? with_other_name_case(path) : lower;
}

const Seen* Observations::answer_in_other_case(const std::string& path) const {
  const std::string other = other_case_of(path);
  if (other.empty()) return nullptr;
  const Seen* const head = probe(model::Method::Head, other);
  return head != nullptr ? head : probe(model::Method::Get, other);
}

}  // namespace webcid::diagnose
