// Directory listings. IIS: iis.md f.4. Apache: mod_autoindex. nginx: ngx_http_autoindex_module.
#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <webcid/base/text.hpp>
#include <webcid/base/url.hpp>
#include <webcid/catalogue/listing.hpp>

#include "listing_page.hpp"
#include "reading.hpp"

namespace webcid::catalogue {
namespace {

using model::ListingStyle;

constexpr std::string_view kBlanks = " \t\r\n";

// IIS: "HOST - /path/" as title and heading, one preformatted block. Apache and nginx: "Index of /path".
std::optional<ListingStyle> style_of(const ListingPage& page) {
  if (page.title.empty() || page.title != page.heading || !page.has_frame) return std::nullopt;
  if (base::starts_with_ignoring_case(page.title, "Index of /")) {
    for (const Link& link : page.links) {
      if (link.frame == Frame::None) continue;
      // nginx alone shows the parent as "../", in the root too, and has no links to sort by.
      const bool nginx = link.frame == Frame::Preformatted && link.target == "../" && base::trim(link.text) == "../";
      return nginx ? ListingStyle::Nginx : ListingStyle::Apache;
    }
    return ListingStyle::Apache;
  }
  const std::size_t dash = page.title.find(" - /");
  const bool all_preformatted = std::all_of(page.links.begin(), page.links.end(),
                                            [](const Link& link) { return link.frame == Frame::Preformatted; });
  if (dash == std::string::npos || page.title.back() != '/' || !all_preformatted) return std::nullopt;
  return ListingStyle::Iis;
}

struct Child {
  std::string name;
  bool is_folder = false;
};

// The direct child of `folder` (decoded, between slashes) that the link leads to; nothing for any other target.
std::optional<Child> child_of(std::string_view target, std::string_view folder, ListingStyle style) {
  target = base::trim(target);
  if (target.find_first_of("?#") != std::string_view::npos) return std::nullopt;  // sort links, jumps
  // A scheme ("http:", "mailto:", "javascript:"); a name with a colon is written "./a:b" or "a%3Ab".
  if (target.substr(0, target.find('/')).find(':') != std::string_view::npos) return std::nullopt;
  Child child;
  if (!target.empty() && target.back() == '/') {
    child.is_folder = true;
    target.remove_suffix(1);
  }
  const std::size_t slash = target.rfind('/');
  const std::string_view parent = slash == std::string_view::npos ? "" : target.substr(0, slash + 1);
  child.name = base::decode_percent(slash == std::string_view::npos ? target : target.substr(slash + 1));
  if (!parent.empty() && parent != "./") {
    const std::string decoded = base::decode_percent(parent);
    // IIS's own paths ignore case: the link may repeat the case of the disk, or that of the request.
    const bool same = style == ListingStyle::Iis ? base::equals_ignoring_case(decoded, folder) : decoded == folder;
    if (!same) return std::nullopt;
  }
  // "%2F" and "%2e%2e" would leave the folder once decoded.
  if (child.name.empty() || child.name == "." || child.name == "..") return std::nullopt;
  if (child.name.find('/') != std::string::npos) return std::nullopt;
  return child;
}

// The tokens of a text.
std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  std::size_t at = text.find_first_not_of(kBlanks);
  while (at != std::string_view::npos) {
    const std::size_t end = std::min(text.find_first_of(kBlanks, at), text.size());
    words.push_back(text.substr(at, end - at));
    at = text.find_first_not_of(kBlanks, end);
  }
  return words;
}

// IIS: "<date> <time> <size> <A>", each part optional, date and time in the server's culture. The size is the last
// number; but a long date alone may end with a year ("Wednesday, July 15, 2026"). The size's column is 13 wide, so at
// least two blanks set it off; where blanks were lost, it still follows the time.
std::optional<std::uint64_t> iis_size(std::string_view before) {
  const auto words = words_of(before);
  if (words.empty()) return std::nullopt;
  const std::string_view last = words.back();
  const auto size = base::parse_unsigned(last);
  if (!size || words.size() == 1) return size;
  const std::string_view previous = words[words.size() - 2];
  const auto gap = last.data() - (previous.data() + previous.size());
  const auto has_colon = [](std::string_view word) { return word.find(':') != std::string_view::npos; };
  const bool after_time = has_colon(previous) || (words.size() > 2 && has_colon(words[words.size() - 3]));
  return gap > 1 || last.size() > 10 || after_time ? size : std::nullopt;
}

// nginx: "<A>   12-Jul-2026 02:23                  35"; "-" for folders, "35K" without autoindex_exact_size.
std::optional<std::uint64_t> nginx_size(std::string_view after) {
  const auto words = words_of(after);
  return words.size() == 3 ? base::parse_unsigned(words[2]) : std::nullopt;
}

model::ListingRow row_of(Child child, const Link& link, ListingStyle style) {
  model::ListingRow row;
  row.name = std::move(child.name);
  row.is_folder = child.is_folder;
  if (row.is_folder) return row;
  if (style == ListingStyle::Iis) {
    const auto words = words_of(link.before);
    row.is_folder = !words.empty() && base::equals_ignoring_case(words.back(), "<dir>");
    if (!row.is_folder) row.size = iis_size(link.before);
  } else if (style == ListingStyle::Nginx) {
    row.size = nginx_size(link.after);
  }
  return row;
}

// Each name once (Apache's IconsAreLinks links each name twice), in the order of the page.
void remove_repetitions(std::vector<model::ListingRow>& rows) {
  const auto order = sorted_by_name(rows.size(), [&](std::uint32_t at) -> std::string_view { return rows[at].name; });
  std::vector<bool> repeated(rows.size());
  for (std::size_t at = 1; at < order.size(); ++at) {
    repeated[order[at]] = rows[order[at - 1]].name == rows[order[at]].name;
  }
  std::size_t kept = 0;
  for (std::size_t at = 0; at < rows.size(); ++at) {
    if (repeated[at]) continue;
    if (kept != at) rows[kept] = std::move(rows[at]);
    ++kept;
  }
  rows.resize(kept);
}

std::string folder_of(std::string_view encoded) {
  std::string folder = base::decode_percent(encoded);
  if (!folder.starts_with('/')) folder.insert(0, 1, '/');
  if (!folder.ends_with('/')) folder += '/';
  return folder;
}

}  // namespace

tl::expected<model::Listing, model::ParseProblem> read_listing(std::string_view html,
                                                               std::string_view encoded_folder_path) {
  const auto refuse = [&](std::string message) { return problem_at(html.substr(0, kMaxLine), 0, std::move(message)); };
  if (html.size() > kMaxListing) return refuse(fmt::format("the page is larger than {} bytes", kMaxListing));
  if (html.substr(0, 3) == "\xEF\xBB\xBF") html.remove_prefix(3);
  const std::size_t first = html.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return refuse("the page is empty");
  if (html[first] != '<') return refuse("this is no HTML page");
  if (html.find('\0') != std::string_view::npos) return refuse("the page has a NUL byte");
  auto page = parse_listing_page(html);
  if (!page) return refuse(std::move(page.error()));
  const auto style = style_of(*page);
  if (!style) return refuse("this HTML page is no directory listing");

  model::Listing listing;
  listing.style = *style;
  const std::string folder = folder_of(encoded_folder_path);
  for (const Link& link : page->links) {
    if (link.frame == Frame::None) continue;
    if (auto child = child_of(link.target, folder, *style)) {
      listing.rows.push_back(row_of(std::move(*child), link, *style));
    }
  }
  remove_repetitions(listing.rows);
  return listing;
}

}  // namespace webcid::catalogue
