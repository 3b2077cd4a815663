// The picture of the tree: a treemap that a keyboard can walk through.
#include <algorithm>
#include <array>
#include <vector>

#include <fmt/format.h>

#include <webcid/causes/places.hpp>

#include "figures.hpp"
#include "html_parts.hpp"
#include "html_templates.hpp"
#include "html_words.hpp"
#include "tree_cells.hpp"
#include "treemap.hpp"

namespace webcid::report::html {
namespace {

using causes::Language;

// Heights are pixels, widths thousandths of the page's width, which nobody knows here.
constexpr double kWidth = 1000;
constexpr double kHeight = 460;
constexpr double kHeader = 17;
constexpr double kGap = 2;
// Below this a cell is neither seen nor hit: a bit over 20 x 20.
constexpr double kLeastCell = 450;
constexpr double kLeastFolder = 3000;
constexpr std::size_t kMaxBytes = 800'000;

struct FamilyRow {
  Family family;
  std::string_view style;
};
constexpr auto kFamilyRows = std::to_array<FamilyRow>({
    {Family::Fine, "fine"},
    {Family::Refused, "refused"},
    {Family::Wrong, "wrong"},
    {Family::Unanswered, "unanswered"},
    {Family::Skipped, "skipped"},
});

// What failed most, or nothing did.
Family worst_family(const Cell& cell) {
  std::size_t most = 0;
  for (std::size_t i = 1; i < kFamilies; ++i) {
    if (cell.files[i] > 0 && (most == 0 || cell.files[i] > cell.files[most])) most = i;
  }
  return static_cast<Family>(most);
}

std::string words_of(const Cell& cell, Language language) {
  std::string name = shortened(cell.path, 200);
  if (name.empty()) name = words::kRootName.in(language);
  const std::string bytes = byte_size(cell.bytes);
  if (cell.kind == CellKind::File) {
    return causes::fill(words::kFileCell.in(language),
                        std::array{name, std::string(words::of(cell.outcome).in(language)), bytes});
  }
  const std::string count = grouped(cell.file_count());
  const bool is_rest = cell.kind == CellKind::Rest;
  if (cell.failed_count() == 0) {
    const causes::Text& text = is_rest ? words::kRestFine : words::kFolderCellFine;
    return causes::fill(text.in(language), std::array{name, count, bytes});
  }
  const causes::Text& text = is_rest ? words::kRestFailed : words::kFolderCell;
  return causes::fill(text.in(language), std::array{name, count, grouped(cell.failed_count()), bytes});
}

// "name ✕ 12" of a folder, "✕ name" of a file, "✓ 120 .ide" of files that are not named.
std::string label_of(const Cell& cell) {
  const std::string name = shortened(cell.label, 80);
  const std::uint64_t failed = cell.failed_count();
  switch (cell.kind) {
    case CellKind::File:
      return failed > 0 ? "✕ " + name : name;
    case CellKind::Rest:
      return failed > 0 ? fmt::format("✕ {}  {}", grouped(failed), name)
                        : fmt::format("✓ {}  {}", grouped(cell.file_count()), name);
    case CellKind::Folder:
      break;
  }
  return failed > 0 ? fmt::format("{}/  ✕ {}", name, grouped(failed)) : name + "/";
}

class Picture {
 public:
  explicit Picture(const Pen& pen) : m_pen(pen) {}

  Markup draw(Cell root) {
    draw(root, {0, 0, kWidth, kHeight}, 1);
    return std::move(m_out);
  }

 private:
  void rectangle(std::string_view style, const Area& area) {
    m_out += fmt::format(R"(<rect class="{}" x="{:.2f}%" y="{:.1f}" width="{:.2f}%" height="{:.1f}"/>)", style,
                         area.x / kWidth * 100, area.y, area.width / kWidth * 100, area.height);
  }

  // An inner svg cuts the text off at the cell's edge, however wide the page is.
  void label(const Cell& cell, const Area& area) {
    if (area.height < 14 || area.width < 14) return;
    // A name of which three letters show helps nobody; that something failed does.
    const bool is_narrow = area.width < 50 && cell.kind == CellKind::File;
    if (is_narrow && cell.failed_count() == 0) return;
    m_out += fmt::format(R"(<svg x="{:.2f}%" y="{:.1f}" width="{:.2f}%" height="{:.1f}"><text x="4" y="12.5">)",
                         area.x / kWidth * 100, area.y, area.width / kWidth * 100, area.height);
    m_out += Markup::text(is_narrow ? "✕" : label_of(cell));
    m_out += "</text></svg>";
  }

  // A folder that is too small to be opened shows how much of it failed.
  void fill(const Cell& cell, const Area& area) {
    const Family family = worst_family(cell);
    rectangle(class_of(family), area);
    if (family == Family::Fine) return;
    rectangle(fmt::format("pattern {}", class_of(family)), area);
    const bool is_mixed = cell.failed_count() > 0 && cell.failed_count() < cell.file_count();
    if (!is_mixed) return;
    const double fine = 1 - static_cast<double>(cell.failed_count()) / static_cast<double>(cell.file_count());
    rectangle("fine", {area.x, area.y + area.height * (1 - fine), area.width, area.height * fine});
  }

  void draw(Cell& cell, const Area& area, int level) {
    if (m_out.size() > kMaxBytes) return;
    const bool is_open = !cell.children.empty() && area.size() >= kLeastFolder && area.height > kHeader + 3 * kGap;
    m_out += fmt::format(R"(<g role="treeitem" tabindex="{}" aria-level="{}"{} data-path=")", level == 1 ? 0 : -1,
                         level, is_open ? R"( aria-expanded="true")" : "");
    m_out += Markup::text(shortened(cell.path, 400));
    m_out += R"(" )";
    m_out += m_pen.attribute("aria-label", [&cell](Language language) { return words_of(cell, language); });
    m_out += ">";
    if (!is_open) {
      fill(cell, area);
      rectangle("edge", area);
      label(cell, area);
      m_out += "</g>\n";
      return;
    }
    rectangle("folder", area);
    label(cell, {area.x, area.y, area.width, kHeader});
    rectangle("edge", area);
    m_out += R"(<g role="group">)";
    const Area inside{area.x + kGap, area.y + kHeader, std::max(1.0, area.width - 2 * kGap),
                      std::max(1.0, area.height - kHeader - kGap)};
    merge_small(cell, cell.weight * kLeastCell / inside.size());
    std::vector<double> weights;
    for (const Cell& child : cell.children) weights.push_back(child.weight);
    const std::vector<Area> areas = squarified(weights, inside);
    for (std::size_t i = 0; i < cell.children.size(); ++i) draw(cell.children[i], areas[i], level + 1);
    m_out += "</g></g>\n";
  }

  const Pen& m_pen;
  Markup m_out;
};

Markup legend(const Pen& pen, const Cell& root) {
  Markup out;
  for (const FamilyRow& row : kFamilyRows) {
    const std::uint64_t count = root.files[static_cast<std::size_t>(row.family)];
    if (count == 0) continue;
    out +=
        fmt::format(R"(<li><svg width="18" height="14" aria-hidden="true"><rect class="{0}" width="18" height="14"/>)"
                    R"(<rect class="pattern {0}" width="18" height="14"/></svg>)",
                    row.style);
    out += pen.both(words::of(row.family));
    out += fmt::format(R"( <span class="count">{}</span></li>)", grouped(count));
  }
  return out;
}

}  // namespace

Family family_of(model::Outcome outcome) {
  switch (outcome) {
    case model::Outcome::Verified:
      return Family::Fine;
    case model::Outcome::Refused:
      return Family::Refused;
    case model::Outcome::WrongSize:
    case model::Outcome::WrongHash:
    case model::Outcome::Truncated:
      return Family::Wrong;
    case model::Outcome::Failed:
      return Family::Unanswered;
    case model::Outcome::Skipped:
      break;
  }
  return Family::Skipped;
}

std::string_view class_of(Family family) {
  return kFamilyRows.at(static_cast<std::size_t>(family)).style;
}

Markup tree(const Pen& pen, const model::Chronicle& chronicle) {
  if (chronicle.file_count() == 0) return {};
  Cell root = cells_of(chronicle);
  const Markup families = legend(pen, root);
  const std::array slots{Slot{"height", Markup::tags(fmt::format("{:.0f}", kHeight))}, Slot{"legend", families},
                         Slot{"left-out", pen.both([&chronicle](Language language) {
                                return causes::fill(
                                    words::kTreeLeftOut.in(language),
                                    std::array{grouped(chronicle.file_count()), grouped(chronicle.folders().size())});
                              })},
                         Slot{"cells", Picture(pen).draw(std::move(root))}};
  return pen.fill(kTreeHtml, slots);
}

}  // namespace webcid::report::html
