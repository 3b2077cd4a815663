#include <webcid/store/mirror_state.hpp>

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

#include <fmt/format.h>

#include <webcid/base/text.hpp>

#include "fields.hpp"

namespace webcid::store {
namespace {

constexpr std::string_view kHeader = "webcid-state 1";
// Three numbers, a digest, a tag of which each byte is encoded, a path.
constexpr std::size_t kMostLine = 3 * 20 + 8 + 128 + 3 * fields::kMostTag + base::RelativePath::kMaxLength + 6;
constexpr std::size_t kMostEntries = 20'000'000;
constexpr std::uint8_t kNoDigest = 0xFF;
// The coarsest clock of a usual file system but FAT (2 s) and old HFS: ext3's and NFS servers' 1 s are as rare; Linux
// stamps files by a clock of 4 to 10 ms.
constexpr std::int64_t kTick = 20'000'000;
constexpr std::size_t kBuffer = 64 * 1024;

base::RelativePath state_path() {
  return base::RelativePath::create(".webcid/state").value();
}

}  // namespace

// Takes the file's bytes in pieces; a line that two pieces share is put together in m_carry.
class StateReader {
 public:
  explicit StateReader(MirrorState& state) : m_state(state) {}

  bool take(std::string_view piece) {
    while (!piece.empty()) {
      const std::size_t end = piece.find('\n');
      if (end == std::string_view::npos) {
        m_carry += piece;
        return m_carry.size() <= kMostLine || refuse("is too long");
      }
      std::string_view line = piece.substr(0, end);
      piece.remove_prefix(end + 1);
      if (!m_carry.empty()) {
        m_carry += line;
        line = m_carry;
      }
      ++m_line;
      if (line.size() > kMostLine) return refuse("is too long");
      if (!take_line(line)) return false;
      m_carry.clear();
    }
    return true;
  }

  // Whether the whole was read and is well-formed.
  bool finish() {
    if (!m_problem.empty()) return false;
    ++m_line;
    if (!m_is_ended || !m_carry.empty()) return refuse("is missing: the file is cut short");
    auto& rows = m_state.m_rows;
    if (!m_is_ascending) {
      std::sort(rows.begin(), rows.end(),
                [&](const auto& a, const auto& b) { return m_state.path_of(a) < m_state.path_of(b); });
      const auto twice = std::adjacent_find(rows.begin(), rows.end(), [&](const auto& a, const auto& b) {
        return m_state.path_of(a) == m_state.path_of(b);
      });
      if (twice != rows.end()) return refuse("ends a list that has one path twice");
    }
    return true;
  }

  const std::string& problem() const { return m_problem; }

 private:
  bool refuse(std::string_view why) {
    if (m_problem.empty()) m_problem = fmt::format("line {} {}", m_line, why);
    return false;
  }

  bool take_line(std::string_view line) {
    if (m_line == 1) return line == kHeader || refuse(fmt::format("is not \"{}\"", kHeader));
    if (m_is_ended) return refuse("follows the end");
    if (line.substr(0, 4) == "end ") {
      std::uint64_t count = 0;
      m_is_ended = fields::parse(line.substr(4), count) && count == m_state.m_rows.size();
      return m_is_ended || refuse("has the wrong count");
    }
    return take_entry(line);
  }

  bool take_entry(std::string_view line) {
    if (m_state.m_rows.size() == kMostEntries) return refuse("is one entry too many");
    MirrorState::Row row{};
    if (!fields::parse(fields::next(line), row.size) || !fields::parse(fields::next(line), row.modified) ||
        !fields::parse(fields::next(line), row.changed)) {
      return refuse("has a bad number");
    }
    const std::string_view digest = fields::next(line);
    const std::string_view tag = fields::next(line);
    std::string& text = m_state.m_text;
    if (text.size() > std::numeric_limits<std::uint32_t>::max() - kMostLine) return refuse("makes the list too large");
    row.begin = static_cast<std::uint32_t>(text.size());
    if (!base::RelativePath::create(line)) return refuse("has a bad path");
    row.path_length = static_cast<std::uint16_t>(line.size());
    text += line;
    if (!take_tag(tag, row)) return refuse("has a bad entity tag");
    if (!take_digest(digest, row)) return refuse("has a bad digest");
    const auto& rows = m_state.m_rows;
    if (!rows.empty() && !(m_state.path_of(rows.back()) < line)) m_is_ascending = false;
    m_state.m_rows.push_back(row);
    return true;
  }

  bool take_tag(std::string_view tag, MirrorState::Row& row) {
    const std::size_t before = m_state.m_text.size();
    if (!fields::decode_tag(tag, m_state.m_text)) return false;
    row.tag_length = static_cast<std::uint8_t>(m_state.m_text.size() - before);
    return true;
  }

  bool take_digest(std::string_view text, MirrorState::Row& row) {
    row.algorithm = kNoDigest;
    if (text == "-") return true;
    model::Digest digest;
    if (!fields::decode_digest(text, digest)) return false;
    std::array<char, 64> bytes;
    std::copy(digest.bytes.begin(), digest.bytes.end(), bytes.begin());
    m_state.m_text.append(bytes.data(), model::size_of(digest.algorithm));
    row.algorithm = static_cast<std::uint8_t>(digest.algorithm);
    return true;
  }

  MirrorState& m_state;
  std::string m_carry;
  std::string m_problem;
  std::uint64_t m_line = 0;
  bool m_is_ended = false;
  bool m_is_ascending = true;
};

MirrorState MirrorState::load(const Folder& folder, std::string& problem) {
  problem.clear();
  LocalTree tree(folder);
  const base::RelativePath path = state_path();
  const Seen seen = tree.look(path);
  if (seen.what == Found::Missing) return {};
  MirrorState state;
  // A line has at least 60 bytes; what is reserved for nothing costs addresses, not memory.
  if (seen.what == Found::File) {
    state.m_rows.reserve(std::min<std::uint64_t>(seen.stamp.size / 128 + 1, kMostEntries));
    state.m_text.reserve(std::min<std::uint64_t>(seen.stamp.size / 2, std::numeric_limits<std::uint32_t>::max()));
  }
  StateReader reader(state);
  const auto read = tree.read(path, [&](std::string_view piece) { return reader.take(piece); });
  if (!read) {
    problem = read.error().message;
  } else if (!reader.finish()) {
    problem = fmt::format("{}: {}", base::printable((folder.root() / ".webcid" / "state").string()), reader.problem());
  } else {
    state.m_written = read->modified;
    return state;
  }
  return {};
}

std::optional<MirrorState::Known> MirrorState::find(const base::RelativePath& path, std::size_t& near) const {
  const std::string_view wanted = path.text();
  if (near >= m_rows.size() || path_of(m_rows[near]) != wanted) {
    const auto found = std::lower_bound(m_rows.begin(), m_rows.end(), wanted,
                                        [&](const Row& row, std::string_view text) { return path_of(row) < text; });
    if (found == m_rows.end() || path_of(*found) != wanted) return std::nullopt;
    near = static_cast<std::size_t>(found - m_rows.begin());
  }
  const Row& row = m_rows[near++];
  Known known;
  known.stamp = {row.size, row.modified, row.changed};
  const char* const tag = m_text.data() + row.begin + row.path_length;
  known.entity_tag = {tag, row.tag_length};
  if (row.algorithm != kNoDigest) {
    known.digest.emplace();
    known.digest->algorithm = static_cast<model::DigestAlgorithm>(row.algorithm);
    std::copy_n(tag + row.tag_length, model::size_of(known.digest->algorithm), known.digest->bytes.begin());
  }
  return known;
}

bool MirrorState::is_same(const Known& known, const FileStamp& now) const {
  return known.stamp == now && std::max(now.modified, now.changed) < m_written - kTick;
}

base::Result<MirrorStateWriter> MirrorStateWriter::create(const Folder& folder) {
  auto file = folder.begin(state_path());
  if (!file) return tl::make_unexpected(std::move(file.error()));
  MirrorStateWriter writer(std::move(*file));
  writer.m_buffer.reserve(kBuffer + kMostLine);
  writer.m_buffer = kHeader;
  writer.m_buffer += '\n';
  return writer;
}

base::Result<void> MirrorStateWriter::flush() {
  auto written = m_file.write(m_buffer);
  m_buffer.clear();
  return written;
}

base::Result<void> MirrorStateWriter::add(const base::RelativePath& path, const FileStamp& stamp,
                                          const model::Digest* digest, std::string_view entity_tag) {
  fmt::format_to(std::back_inserter(m_buffer), "{} {} {} ", stamp.size, stamp.modified, stamp.changed);
  fields::encode_digest(digest, m_buffer);
  m_buffer += ' ';
  fields::encode_tag(entity_tag, m_buffer);
  m_buffer += ' ';
  m_buffer += path.text();
  m_buffer += '\n';
  ++m_count;
  if (m_buffer.size() < kBuffer) return {};
  return flush();
}

base::Result<void> MirrorStateWriter::commit(Durability durability) {
  fmt::format_to(std::back_inserter(m_buffer), "end {}\n", m_count);
  if (auto written = flush(); !written) return written;
  return m_file.commit(durability);
}

}  // namespace webcid::store
