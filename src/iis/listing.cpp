#include <fmt/format.h>

#include <algorithm>
#include <webcid/iis/listing.hpp>
#include <webcid/iis/names.hpp>
#include <webcid/iis/pages.hpp>
#include <webcid/iis/url.hpp>

#include "civil_time.hpp"

namespace webcid::iis {
namespace {

std::string date_text(const CivilTime& t, Culture culture) {
  if (culture == Culture::JaJp) return fmt::format("{:04}/{:02}/{:02}", t.year, t.month, t.day);
  return fmt::format("{}/{}/{}", t.month, t.day, t.year);
}

std::string long_date_text(const CivilTime& t, Culture culture) {
  if (culture == Culture::JaJp) {
    return fmt::format("{}\xe5\xb9\xb4{}\xe6\x9c\x88{}\xe6\x97\xa5", t.year, t.month, t.day);  // 年 月 日
  }
  return fmt::format("{}, {} {}, {}", weekday_name(t.weekday), month_name(t.month), t.day, t.year);
}

std::string time_text(const CivilTime& t, Culture culture) {
  if (culture == Culture::JaJp) return fmt::format("{}:{:02}", t.hour, t.minute);
  const int twelve = t.hour % 12 == 0 ? 12 : t.hour % 12;
  return fmt::format("{}:{:02} {}", twelve, t.minute, t.hour < 12 ? "AM" : "PM");
}

// The columns before the anchor, each as wide as iis.md f.4 measured it.
std::string columns(const Node& node, const ShowFlags& show, Culture culture) {
  const CivilTime time = civil(node.modified);
  std::string text;
  if (show.long_date) {
    text += fmt::format("{:>29}", long_date_text(time, culture));
  } else if (show.date) {
    text += fmt::format("{:>10}", date_text(time, culture));
  }
  if (show.time) text += fmt::format(" {:>8}", time_text(time, culture));
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
  if (name == "en-US") return Culture::EnUs;
  if (name == "ja-JP") return Culture::JaJp;
  return std::nullopt;
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
    html += fmt::format("<A HREF=\"{}\">[To Parent Directory]</A><br><br>", encode_for_href(parent_of(page.path)));
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
