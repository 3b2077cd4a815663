#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <webcid/iis/listing.hpp>
#include <webcid/iis/names.hpp>
#include <webcid/iis/pages.hpp>
#include <webcid/iis/url.hpp>

#include "civil_time.hpp"

namespace webcid::iis {
namespace {

std::string date_text(const CivilTime& t, Culture culture) {
  switch (culture) {
    case Culture::JaJp:
    case Culture::ZhCn:
      return fmt::format("{:04}/{:02}/{:02}", t.year, t.month, t.day);
    case Culture::KoKr:
      return fmt::format("{:04}-{:02}-{:02}", t.year, t.month, t.day);
    case Culture::RuRu:
      return fmt::format("{:02}.{:02}.{:04}", t.day, t.month, t.year);
    case Culture::EnUs:
      break;
  }
  return fmt::format("{}/{}/{}", t.month, t.day, t.year);
}

// Long dates of Korean and Russian servers are not known: the short one stands in.
std::string long_date_text(const CivilTime& t, Culture culture) {
  if (culture == Culture::JaJp || culture == Culture::ZhCn) {
    return fmt::format("{}\xe5\xb9\xb4{}\xe6\x9c\x88{}\xe6\x97\xa5", t.year, t.month, t.day);  // 年 月 日
  }
  if (culture != Culture::EnUs) return date_text(t, culture);
  return fmt::format("{}, {} {}, {}", weekday_name(t.weekday), month_name(t.month), t.day, t.year);
}

std::string time_text(const CivilTime& t, Culture culture) {
  const int twelve = t.hour % 12 == 0 ? 12 : t.hour % 12;
  if (culture == Culture::EnUs) return fmt::format("{}:{:02} {}", twelve, t.minute, t.hour < 12 ? "AM" : "PM");
  if (culture == Culture::KoKr) {  // 오전, 오후
    const char* half = t.hour < 12 ? "\xec\x98\xa4\xec\xa0\x84" : "\xec\x98\xa4\xed\x9b\x84";
    return fmt::format("{} {}:{:02}", half, twelve, t.minute);
  }
  return fmt::format("{}:{:02}", t.hour, t.minute);
}

// Padding counts bytes: Korean rows come out as the captures show them (iis.md f.4).
std::string padded(std::string_view text, std::size_t width) {
  return std::string(width - std::min(width, text.size()), ' ') + std::string(text);
}

// The columns before the anchor, each as wide as iis.md f.4 measured it.
std::string columns(const Node& node, const ShowFlags& show, Culture culture) {
  const CivilTime time = civil(node.modified);
  std::string text;
  if (show.long_date) {
    text += padded(long_date_text(time, culture), 29);
  } else if (show.date) {
    text += fmt::format("{:>10}", date_text(time, culture));
  }
  if (show.time) text += " " + padded(time_text(time, culture), 8);
  if (show.size && node.kind == NodeKind::File) text += fmt::format("{:>13}", node.size);
  // "<dir>" fills a column of 13 before it is escaped.
  if (show.size && node.kind == NodeKind::Folder) text += "        &lt;dir&gt;";
  return text;
}

std::string_view last_segment(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

std::string_view shown_name(std::string_view name, NodeKind kind, const ShowFlags& show) {
  const std::size_t dot = name.rfind('.');
  if (show.extension || kind == NodeKind::Folder || dot == std::string_view::npos) return name;
  return name.substr(0, dot);
}

std::string parent_of(std::string_view path) {
  const std::size_t slash = path.rfind('/', path.size() - 2);
  return std::string(path.substr(0, slash + 1));
}

}  // namespace

std::optional<Culture> culture_named(std::string_view name) {
  constexpr std::array<std::string_view, 5> kNames{"en-US", "ja-JP", "zh-CN", "ko-KR", "ru-RU"};
  const auto* const found = std::find(kNames.begin(), kNames.end(), name);
  if (found == kNames.end()) return std::nullopt;
  return static_cast<Culture>(found - kNames.begin());
}

std::string listing_page(ListingPage page) {
  if (!page.shows_hidden) std::erase_if(page.nodes, [](const Node& node) { return node.hidden; });
  struct Row {
    std::string key;
    const Node* node;
  };
  std::vector<Row> rows;
  rows.reserve(page.nodes.size());
  for (const Node& node : page.nodes) rows.push_back({fold_name(last_segment(node.path)), &node});
  std::sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) { return a.key < b.key; });

  const std::string title = escape_html(fmt::format("{} - {}", page.host, page.path));
  std::string html = fmt::format("<html><head><title>{0}</title></head><body><H1>{0}</H1><hr>\n\n<pre>", title);
  if (page.path.size() > 1) {
    // Only Chinese servers translate it, as far as is known: 转到父目录
    const std::string_view up = page.culture == Culture::ZhCn
                                    ? "\xe8\xbd\xac\xe5\x88\xb0\xe7\x88\xb6\xe7\x9b\xae\xe5\xbd\x95"
                                    : "To Parent Directory";
    html += fmt::format("<A HREF=\"{}\">[{}]</A><br><br>", encode_for_href(parent_of(page.path)), up);
  }
  const std::string prefix = encode_for_href(page.path);
  for (const Row& row : rows) {
    const std::string_view name = last_segment(row.node->path);
    html += fmt::format("{} <A HREF=\"{}{}{}\">{}</A><br>", columns(*row.node, page.show, page.culture), prefix,
                        encode_for_href(name), row.node->kind == NodeKind::Folder ? "/" : "",
                        escape_html(shown_name(name, row.node->kind, page.show)));
  }
  html += "</pre><hr></body></html>";
  return html;
}

}  // namespace webcid::iis
