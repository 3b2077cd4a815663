#include "destination.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <vector>

#include <webcid/base/file.hpp>

#include "target.hpp"

namespace webcid::fuzz {
namespace {

namespace fs = std::filesystem;

constexpr const char* kOwn = "of mine.txt";  // in no catalogue
constexpr const char* kThere = "noext";      // as it is published
constexpr const char* kThereText = "content of noext";

struct Link {
  const char* place;   // in the folder
  const char* target;  // from the home of both
};
constexpr std::array<Link, 8> kLinks{{{"bin", "outside"},
                                      {"savxp", "."},
                                      {"a.dat", "outside/kept"},
                                      {"manifest.dat", "outside/new"},
                                      {".webcid", "outside"},
                                      {".webcid/partial", "outside"},
                                      {".webcid/state", "outside/kept"},
                                      {".webcid/lock", "outside/kept"}}};

void write(const fs::path& path, const char* text) {
  fs::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << text;
}

// Names, and what is in them.
std::string contents_of(const fs::path& folder) {
  std::vector<std::string> lines;
  for (const auto& each : fs::recursive_directory_iterator(folder)) {
    const auto text = base::read_file(each.path(), 1 << 20);
    lines.push_back(each.path().string() + "\n" + text.value_or(""));
  }
  std::sort(lines.begin(), lines.end());
  std::string out;
  for (const std::string& line : lines) out += line + "\n";
  return out;
}

}  // namespace

Destination::Destination(Choices& choices) {
  const fs::path folder = m_home.path() / "mirror";
  write(m_home.path() / "outside" / "kept", "never to be touched");
  write(m_home.path() / "outside" / "e.upd", "never to be touched");
  write(folder / kOwn, "mine");
  write(folder / kThere, kThereText);
  write(folder / "c+d.txt", "an old version");
  if (const std::size_t way = choices.among(kLinks.size() + 1); way > 0) {
    const Link& link = kLinks[way - 1];
    fs::create_directories((folder / link.place).parent_path());
    fs::create_symlink(m_home.path() / link.target, folder / link.place);
  }
  m_outside = contents_of(m_home.path() / "outside");
  m_options.folder = folder;
  m_options.trust = choices.among(2) == 0 ? update::Trust::Stamps : update::Trust::Nothing;
  m_options.extra = choices.among(2) == 0 ? check::Extra::Keep : check::Extra::Remove;
  m_options.tree = choices.among(2) == 0 ? check::Tree::InPlace : check::Tree::Swapped;
  m_options.retries = 0;  // no pauses
}

void Destination::require_unharmed(bool knows_all, bool is_honest) const {
  require(contents_of(m_home.path() / "outside") == m_outside, "nothing outside of a destination is touched");
  for (const std::string& name : m_home.names()) {
    require(name != "e.upd" && name != "f.txt", "nothing is written beside a destination");
  }
  if (is_honest) {
    const auto there = base::read_file(m_options.folder / kThere, 1 << 10);
    require(there.has_value() && *there == kThereText, "what is there and published stays");
  }
  if (knows_all && m_options.extra == check::Extra::Remove) return;
  const auto own = base::read_file(m_options.folder / kOwn, 1 << 10);
  require(own.has_value() && *own == "mine",
          "an update that is not to remove, or does not know all, keeps what it does not know");
}

}  // namespace webcid::fuzz
