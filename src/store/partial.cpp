#include <webcid/store/partial.hpp>

#include <algorithm>
#include <mutex>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <webcid/base/text.hpp>

#include "disk.hpp"
#include "fields.hpp"
#include "folder_state.hpp"

namespace webcid::store {
namespace {

constexpr std::string_view kHeader = "webcid-partial 1";
constexpr std::string_view kData = ".data", kAbout = ".about";
constexpr std::size_t kMostAbout = 8192;
constexpr std::size_t kPiece = 256 * 1024;

// What the bytes are of.
struct About {
  std::optional<std::uint64_t> size;
  std::optional<model::Digest> digest;
  std::string tag;
  std::string path;

  bool is_of(const About& entry) const { return size == entry.size && digest == entry.digest && path == entry.path; }
};

About about(const model::Entry& entry) {
  About made;
  made.size = entry.size;
  made.path = entry.path.text();
  for (const model::Digest& digest : entry.digests) {
    if (!made.digest || digest.algorithm > made.digest->algorithm) made.digest = digest;
  }
  return made;
}

std::string text_of(const About& about) {
  std::string text(kHeader);
  text += '\n';
  text += about.size ? fmt::format("{}", *about.size) : "-";
  text += ' ';
  fields::encode_digest(about.digest ? &*about.digest : nullptr, text);
  text += ' ';
  fields::encode_tag(about.tag, text);
  text += ' ';
  text += about.path;
  text += '\n';
  return text;
}

std::optional<About> about_in(std::string_view text) {
  const auto lines = base::split(text, '\n');
  if (lines.size() != 3 || lines[0] != kHeader || !lines[2].empty()) return {};
  std::string_view line = lines[1];
  About about;
  if (const std::string_view size = fields::next(line); size != "-") {
    about.size.emplace();
    if (!fields::parse(size, *about.size)) return {};
  }
  if (const std::string_view digest = fields::next(line); digest != "-") {
    about.digest.emplace();
    if (!fields::decode_digest(digest, *about.digest)) return {};
  }
  if (!fields::decode_tag(fields::next(line), about.tag)) return {};
  about.path = line;
  return about;
}

// RFC 9110 section 8.8.3: a weak tag begins with W/; If-Range takes none.
bool is_strong(std::string_view tag) {
  return tag.size() >= 2 && tag.front() == '"' && tag.back() == '"' && tag.size() <= fields::kMostTag;
}

// FNV-1a: short names for long paths. That two paths share one is seen, see Partials::begin.
std::string name_of(std::string_view path) {
  std::uint64_t hash = 0xCBF29CE484222325U;
  for (const char c : path) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
  return fmt::format("{:016x}", hash);
}

std::optional<About> read_about(const OpenFolder& folder, const std::string& name) {
  Descriptor file;
  if (disk::open(folder, name, disk::Opening::Existing, file) != 0) return {};
  std::vector<char> buffer(kMostAbout);
  std::size_t count = 0;
  if (disk::read(file, buffer, count) != 0) return {};
  return about_in({buffer.data(), count});
}

}  // namespace

struct Partials::State {
  std::shared_ptr<OpenFolder> folder;
  std::mutex mutex;
  std::set<std::string> in_use;  // names
  std::set<std::string> known;   // names that were there at first, or were in use

  bool take(const std::string& name) {
    const std::lock_guard lock(mutex);
    known.insert(name);
    return in_use.insert(name).second;
  }
  void give_back(const std::string& name) {
    const std::lock_guard lock(mutex);
    in_use.erase(name);
  }
};

struct Partial::State {
  std::shared_ptr<Partials::State> all;
  std::string name;
  About about;  // of the entry, and of the bytes' tag
  Descriptor data;
  std::uint64_t length = 0;

  OpenFolder& folder() const { return *all->folder; }
  std::string data_name() const { return name + std::string(kData); }
  std::string about_name() const { return name + std::string(kAbout); }
  std::string shown() const { return join(folder().native, data_name()); }

  base::Result<void> write_about() {
    const std::string temporary = name + ".new";
    Descriptor file;
    disk::remove_file(folder(), temporary);
    disk::Code error = disk::open(folder(), temporary, disk::Opening::New, file);
    if (error == 0) error = disk::write(file, text_of(about));
    if (error == 0) error = static_cast<disk::Code>(file.close());
    if (error == 0) error = disk::rename(folder(), temporary, folder(), about_name());
    if (error != 0) return failed("write", join(folder().native, about_name()), error);
    return {};
  }

  void remove() {
    data.close();
    disk::remove_file(folder(), data_name());
    disk::remove_file(folder(), about_name());
    length = 0;
  }

  ~State() {
    data.close();
    if (length == 0) remove();
    all->give_back(name);
  }
};

Partial::Partial(std::unique_ptr<State> state) : m_state(std::move(state)) {}
Partial::Partial(Partial&&) noexcept = default;
Partial& Partial::operator=(Partial&&) noexcept = default;
Partial::~Partial() = default;

std::uint64_t Partial::length() const {
  return m_state->length;
}

const std::string& Partial::entity_tag() const {
  return m_state->about.tag;
}

base::Result<void> Partial::replay(const std::function<bool(std::string_view)>& consume) {
  State& state = *m_state;
  const auto broken = [&](disk::Code error) { return failed("read", state.shown(), error); };
  if (const auto error = disk::rewind(state.data)) return broken(error);
  std::vector<char> buffer(kPiece);
  for (std::uint64_t left = state.length; left > 0;) {
    std::size_t count = 0;
    if (const auto error = disk::read(state.data, buffer, count)) return broken(error);
    if (count == 0) return tl::make_unexpected(local_error("read", state.shown(), "changed while it was read"));
    count = static_cast<std::size_t>(std::min<std::uint64_t>(count, left));
    left -= count;
    if (!consume({buffer.data(), count})) break;
  }
  if (const auto error = disk::cut(state.data, state.length)) return broken(error);
  return {};
}

base::Result<void> Partial::restart(std::string_view entity_tag) {
  State& state = *m_state;
  // The old bytes are gone before anything says that they came with the new tag.
  disk::Code error = disk::cut(state.data, 0);
  state.length = 0;
  // Without a digest the tag alone vouches for the bytes: then their going must be on the disk first, too.
  if (error == 0 && !state.about.digest) error = disk::sync(state.data);
  if (error != 0) return failed("write", state.shown(), error);
  state.about.tag = is_strong(entity_tag) ? entity_tag : std::string_view{};
  return state.write_about();
}

base::Result<void> Partial::write(std::string_view bytes) {
  if (const auto error = disk::write(m_state->data, bytes)) return failed("write", m_state->shown(), error);
  m_state->length += bytes.size();
  return {};
}

base::Result<void> Partial::copy_to(FolderWriter& writer, const base::RelativePath& path, Durability durability) {
  State& state = *m_state;
  auto file = writer.begin(path);
  if (!file) return tl::make_unexpected(std::move(file.error()));
  if (const auto code = disk::open(state.folder(), state.data_name(), disk::Opening::Existing, state.data)) {
    return failed("read", state.shown(), code);
  }
  base::Result<void> written;
  auto read = replay([&](std::string_view piece) { return (written = file->write(piece)).has_value(); });
  if (!read) return read;
  if (!written) return written;
  return file->commit(durability);
}

base::Result<void> Partial::publish(FolderWriter& writer, Durability durability) {
  State& state = *m_state;
  const auto path = base::RelativePath::create(state.about.path);
  if (!path) return tl::make_unexpected(path.error());
  FolderCache& cache = FolderWriter::State::of(writer).cache;
  const std::string shown = join(cache.root().native, path->text());
  if (const std::string_view why = refusal_of(*path); !why.empty()) {
    return tl::make_unexpected(local_error("create", shown, why));
  }
  if (durability != Durability::None) {
    if (const auto error = disk::sync(state.data)) return failed("write", shown, error);
  }
  if (const auto error = static_cast<disk::Code>(state.data.close())) return failed("write", shown, error);
  Reached reached = cache.open(path->parent(), Missing::Make);
  disk::Code error = 0;
  for (bool is_first = true;; is_first = false) {
    if (reached.way != Way::Open) return tl::make_unexpected(reached.failure("create"));
    error = disk::rename(state.folder(), state.data_name(), *reached.folder, std::string(path->name()));
    // A folder that was removed while it was open is made anew, once.
    if (!is_first || !disk::is_missing(error)) break;
    cache.forget();
    reached = cache.open(path->parent(), Missing::Make);
  }
  if (disk::is_across_file_systems(error)) {
    if (auto copied = copy_to(writer, *path, durability); !copied) return copied;
  } else if (error != 0) {
    return failed("create", shown, error);
  } else if (durability == Durability::Tree) {
    if (const auto code = disk::sync_way(*reached.folder)) return failed("write", shown, code);
  }
  state.remove();
  return {};
}

void Partial::discard() {
  m_state->remove();
}

Partials::Partials(std::shared_ptr<State> state) : m_state(std::move(state)) {}
Partials::Partials(Partials&&) noexcept = default;
Partials& Partials::operator=(Partials&&) noexcept = default;
Partials::~Partials() = default;

base::Result<Partials> Partials::open(const Folder& folder) {
  Reached reached = enter(Folder::State::of(folder).folder, kOwnFolder, Missing::Make);
  if (reached.way == Way::Open) reached = enter(reached.folder, "partial", Missing::Make);
  if (reached.way != Way::Open) return tl::make_unexpected(reached.failure("create"));
  auto state = std::make_shared<State>();
  state->folder = std::move(reached.folder);
  std::vector<disk::Child> children;
  disk::list(*state->folder, children);  // what cannot be listed is found out about when it is used
  for (const disk::Child& child : children) state->known.insert(child.name.substr(0, child.name.find_first_of("-.")));
  return Partials(std::move(state));
}

bool Partials::may_have(const base::RelativePath& path) const {
  const std::lock_guard lock(m_state->mutex);
  return !m_state->known.empty() && m_state->known.count(name_of(path.text())) > 0;
}

base::Result<Partial> Partials::begin(const model::Entry& entry) const {
  auto state = std::make_unique<Partial::State>();
  state->about = about(entry);
  const std::string name = name_of(entry.path.text());
  // Whoever publishes a share can make two paths with the same hash; they must never write into the same file.
  std::string own = name;
  for (int i = 1; !m_state->take(own); ++i) own = fmt::format("{}-{}", name, i);
  state->name = std::move(own);
  state->all = m_state;
  auto error = disk::open(*m_state->folder, state->data_name(), disk::Opening::Either, state->data);
  if (error != 0 && disk::remove_file(*m_state->folder, state->data_name()) == 0) {
    // It was a link or something else that is not ours.
    error = disk::open(*m_state->folder, state->data_name(), disk::Opening::New, state->data);
  }
  if (error != 0) return failed("create", state->shown(), error);
  const auto found = read_about(*m_state->folder, state->about_name());
  std::uint64_t length = 0;
  const bool is_usable = found && found->is_of(state->about) && (entry.digests.empty() ? !found->tag.empty() : true) &&
                         disk::size_of(state->data, length) == 0 && length <= entry.size.value_or(length);
  state->length = is_usable ? length : 0;
  if (is_usable) state->about.tag = found->tag;
  if (const auto code = disk::cut(state->data, state->length)) return failed("write", state->shown(), code);
  return Partial(std::move(state));
}

std::size_t Partials::remove_stale(std::span<const model::Entry> entries) const {
  std::vector<disk::Child> children;
  if (disk::list(*m_state->folder, children) != 0 || children.empty()) return 0;
  std::set<std::string> wanted;  // names of files
  for (const disk::Child& child : children) {
    if (child.name.size() <= kAbout.size() || child.name.substr(child.name.size() - kAbout.size()) != kAbout) continue;
    const auto found = read_about(*m_state->folder, child.name);
    if (!found) continue;
    const auto same = [&](const model::Entry& entry) {
      return entry.path.text() == found->path && found->is_of(about(entry));
    };
    if (std::none_of(entries.begin(), entries.end(), same)) continue;
    wanted.insert(child.name);
    wanted.insert(child.name.substr(0, child.name.size() - kAbout.size()) + std::string(kData));
  }
  const std::lock_guard lock(m_state->mutex);
  for (const std::string& name : m_state->in_use) {
    wanted.insert(name + std::string(kData));
    wanted.insert(name + std::string(kAbout));
  }
  std::size_t removed = 0;
  for (const disk::Child& child : children) {
    if (child.what == Found::Folder || wanted.count(child.name) != 0) continue;
    if (disk::remove_file(*m_state->folder, child.name) == 0) ++removed;
  }
  return removed;
}

}  // namespace webcid::store
