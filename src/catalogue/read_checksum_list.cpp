// What md5sum, sha256sum and their kind write and read (GNU coreutils manual, "cksum output modes"):
//   GNU  "<hex>  <name>" (text mode) or "<hex> *<name>" (binary mode)
//   BSD  "SHA256 (<name>) = <hex>", OpenSSL's variant without the blanks too
// A line that begins with a backslash has "\\", "\n" and "\r" escaped in its name.
#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include <fmt/format.h>

#include <webcid/base/text.hpp>
#include <webcid/catalogue/read.hpp>

#include "reading.hpp"

namespace webcid::catalogue {
namespace {

using model::DigestAlgorithm;

struct Tag {
  std::string_view tag;
  DigestAlgorithm algorithm;
};
constexpr std::array<Tag, 8> kTags{{{"MD5", DigestAlgorithm::Md5},
                                    {"SHA1", DigestAlgorithm::Sha1},
                                    {"SHA256", DigestAlgorithm::Sha256},
                                    {"SHA384", DigestAlgorithm::Sha384},
                                    {"SHA512", DigestAlgorithm::Sha512},
                                    {"SHA2-256", DigestAlgorithm::Sha256},
                                    {"SHA2-384", DigestAlgorithm::Sha384},
                                    {"SHA2-512", DigestAlgorithm::Sha512}}};

constexpr std::array<DigestAlgorithm, 5> kAlgorithms{DigestAlgorithm::Md5, DigestAlgorithm::Sha1,
                                                     DigestAlgorithm::Sha256, DigestAlgorithm::Sha384,
                                                     DigestAlgorithm::Sha512};

struct ChecksumLine {
  model::Digest digest;
  std::string_view name;
  std::size_t name_column = 0;  // from 0
  bool escaped = false;
};
struct LineProblem {
  std::size_t column = 0;  // from 0
  std::string message;
};
using LineResult = tl::expected<ChecksumLine, LineProblem>;

tl::unexpected<LineProblem> wrong(std::size_t column, std::string message) {
  return tl::make_unexpected(LineProblem{column, std::move(message)});
}

std::size_t count_hex_digits(std::string_view text, std::size_t at) {
  std::size_t end = at;
  while (end < text.size() && base::hex_value(text[end]) >= 0) ++end;
  return end - at;
}

// "<hex>  <name>", the hex `digits` long and starting at `at`, with a blank behind it.
LineResult read_gnu(std::string_view line, std::size_t at, std::size_t digits) {
  const auto algorithm = std::find_if(kAlgorithms.begin(), kAlgorithms.end(),
                                      [&](DigestAlgorithm one) { return 2 * model::size_of(one) == digits; });
  if (algorithm == kAlgorithms.end()) return wrong(at, fmt::format("no digest has {} hex digits", digits));
  ChecksumLine found;
  found.digest = model::Digest::from_hex(*algorithm, line.substr(at, digits)).value_or(model::Digest{});
  found.name = line.substr(at + digits + 1);
  // The second character is the mode. Without it, it is the form that "md5 -r" of the BSDs writes.
  if (found.name.starts_with(' ') || found.name.starts_with('*')) found.name.remove_prefix(1);
  found.name_column = line.size() - found.name.size();
  return found;
}

// "<TAG> (<name>) = <hex>", the tag starting at `at`. The name may hold anything, ")" and " = " too: the last one
// counts.
LineResult read_bsd(std::string_view line, std::size_t at) {
  const std::size_t open = line.find('(', at);
  if (open == std::string_view::npos) return wrong(at, "neither \"digest  name\" nor \"ALGORITHM (name) = digest\"");
  const std::string_view tag = base::trim(line.substr(at, open - at));
  const auto row = std::find_if(kTags.begin(), kTags.end(),
                                [&](const Tag& one) { return base::equals_ignoring_case(one.tag, tag); });
  if (row == kTags.end()) return wrong(at, fmt::format("unknown algorithm \"{}\"", base::printable(tag.substr(0, 40))));
  const std::size_t equals = line.rfind('=');
  if (equals == std::string_view::npos || equals < open) return wrong(open, "no \"= digest\" after the name");
  // At the latest it is the opening one.
  const std::size_t close = line.find_last_not_of(" \t", equals - 1);
  if (line[close] != ')') return wrong(open, "the name has no closing parenthesis");
  const std::size_t hex = std::min(line.find_first_not_of(' ', equals + 1), line.size());
  const auto digest = model::Digest::from_hex(row->algorithm, base::trim(line.substr(hex)));
  if (!digest) {
    return wrong(hex, fmt::format("the {} is not {} hex digits", model::name_of(row->algorithm),
                                  2 * model::size_of(row->algorithm)));
  }
  ChecksumLine found;
  found.digest = *digest;
  found.name = line.substr(open + 1, close - open - 1);
  found.name_column = open + 1;
  return found;
}

LineResult read_line(std::string_view line) {
  const std::size_t at = line.front() == '\\' ? 1 : 0;
  const std::size_t digits = count_hex_digits(line, at);
  const bool is_digest = digits >= 32;
  const std::string_view rest = line.substr(at + digits);
  if (is_digest && rest.empty()) return wrong(line.size(), "a digest without a name");
  LineResult found = is_digest && rest.starts_with(' ') ? read_gnu(line, at, digits) : read_bsd(line, at);
  if (found) found->escaped = at == 1;
  return found;
}

// The name without its escapes; nothing when it has one that is none.
std::optional<std::string> unescape(std::string_view name) {
  std::string out;
  for (std::size_t at = 0; at < name.size(); ++at) {
    if (name[at] != '\\') {
      out += name[at];
      continue;
    }
    if (++at == name.size()) return std::nullopt;
    switch (name[at]) {
      case '\\':
        out += '\\';
        break;
      case 'n':
        out += '\n';
        break;
      case 'r':
        out += '\r';
        break;
      default:
        return std::nullopt;
    }
  }
  return out;
}

tl::expected<void, LineProblem> collect(EntryCollector& entries, const ChecksumLine& line, std::size_t offset) {
  std::string unescaped;
  std::string_view name = line.name;
  if (line.escaped) {
    auto plain = unescape(name);
    if (!plain) return wrong(line.name_column, "the name has an unknown escape");
    unescaped = std::move(*plain);
    name = unescaped;
  }
  if (name.starts_with("./")) name.remove_prefix(2);
  const auto entry = entries.add(name, offset + line.name_column);
  if (!entry) return wrong(line.name_column, entry.error());
  if (*entry != nullptr) (*entry)->digests.push_back(line.digest);
  return {};
}

}  // namespace

ReadResult read_checksum_list(std::string_view text, std::optional<DigestAlgorithm> only) {
  const auto checked = check_text(text);
  if (!checked) return tl::make_unexpected(checked.error());
  EntryCollector entries(model::CatalogueFormat::ChecksumList, *checked);
  // A digest takes 32 digits at least, so that a text of nothing but line ends reserves no more than it could list.
  const auto ends = static_cast<std::size_t>(std::count(checked->begin(), checked->end(), '\n'));
  entries.reserve(std::min(ends + 1, checked->size() / 32 + 1));
  Lines lines(*checked);
  while (const auto line = lines.next()) {
    if (line->text.size() > kMaxLine) {
      return problem_at(*checked, line->offset + kMaxLine, fmt::format("the line is longer than {} bytes", kMaxLine));
    }
    if (line->text.find_first_not_of(" \t") == std::string_view::npos || line->text.front() == '#') continue;
    const LineResult found = read_line(line->text);
    if (!found) return problem_at(*checked, line->offset + found.error().column, found.error().message);
    if (only && found->digest.algorithm != *only) {
      return problem_at(
          *checked, line->offset,
          fmt::format("a line of {} in a list of {}", model::name_of(found->digest.algorithm), model::name_of(*only)));
    }
    if (const auto done = collect(entries, *found, line->offset); !done) {
      return problem_at(*checked, line->offset + done.error().column, done.error().message);
    }
  }
  if (!entries.found_any()) return problem_at(*checked, 0, "the catalogue lists no file");
  return std::move(entries).finish();
}

}  // namespace webcid::catalogue
