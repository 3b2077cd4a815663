// The path of a published file relative to its share. Every path that comes from outside becomes one of these or an
// error: what it accepts can be joined to a folder without leaving it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <webcid/base/result.hpp>

namespace webcid::base {

class RelativePath {
 public:
  static constexpr std::size_t kMaxLength = 4096;        // bytes; IIS's default maxUrl
  static constexpr std::size_t kMaxSegmentLength = 255;  // bytes; the limit of NTFS and ext4 names
  static constexpr std::size_t kMaxSegments = 255;       // HTTP.sys UrlSegmentMaxCount

  // From bytes with '/' between segments. Refuses, saying which rule: empty, absolute, drive ("C:"), "." and "..",
  // empty segment, control characters and NUL, '\', Windows device names, too long. A ':' further on is legal in a
  // published name ("std::list.3.gz"); writing such a file on Windows is refused by `store`.
  static Result<RelativePath> create(std::string_view bytes);

  const std::string& text() const { return m_text; }  // bytes, '/' between segments
  std::string_view name() const;                      // last segment
  std::string_view parent() const;                    // everything before the last '/', "" at the top
  std::vector<std::string_view> segments() const;

  friend bool operator==(const RelativePath&, const RelativePath&) = default;
  friend auto operator<=>(const RelativePath&, const RelativePath&) = default;

 private:
  explicit RelativePath(std::string text) : m_text(std::move(text)) {}
  std::string m_text;
};

// The extension as IIS reads it for MIME maps and request filtering: from the last dot of the last segment, dot
// included, lower case ("libx.so.6" -> ".6", ".profile" -> ".profile"); "" without a dot. iis.md c.3.
std::string extension_of(std::string_view path);

// Files that IIS or Windows keep in every folder and that are never part of a publication (design section 5):
// web.config, desktop.ini, Thumbs.db, at any level, in any case.
bool is_never_published(std::string_view name);

}  // namespace webcid::base
