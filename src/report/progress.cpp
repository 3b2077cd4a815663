#include <webcid/report/progress.hpp>

#include <array>
#include <cmath>
#include <vector>

#include <webcid/base/text.hpp>
#include <webcid/causes/places.hpp>
#include <webcid/causes/statements.hpp>

#include "figures.hpp"
#include "labels.hpp"

namespace webcid::report {
namespace {

using causes::Language;
using causes::Text;

constexpr std::string_view kGap = "  ";
constexpr std::string_view kCut = "...";
constexpr std::size_t kLeastActivity = 8;  // columns; less of a name says nothing

std::string text(Text words, Language language, const std::vector<std::string>& arguments) {
  return causes::fill(words.in(language), arguments);
}

// Empty while nothing can be foretold.
std::string time_left(const Progress& progress, Language language) {
  if (!progress.bytes_total || *progress.bytes_total <= progress.bytes_done) return {};
  if (!std::isfinite(progress.bytes_per_second) || progress.bytes_per_second < 1) return {};
  const double left = static_cast<double>(*progress.bytes_total - progress.bytes_done) / progress.bytes_per_second;
  constexpr double kLongest = 99.0 * 3600;
  if (left > kLongest) return {};
  const auto whole = static_cast<std::uint64_t>(std::ceil(left));
  if (whole <= 120) return text(labels::kProgressSecondsLeft, language, {std::to_string(whole)});
  return text(labels::kProgressMinutesLeft, language, {std::to_string((whole + 59) / 60)});
}

// The longest beginning of well-formed UTF-8 that fits, with "..." where something is left out.
std::string cut(const std::string& utf8, std::size_t width) {
  if (base::display_width(utf8) <= width) return utf8;
  if (width < kCut.size()) return {};
  std::string kept;
  for (std::size_t at = 0; at < utf8.size();) {
    std::size_t end = at + 1;
    while (end < utf8.size() && (static_cast<unsigned char>(utf8[end]) & 0xC0U) == 0x80U) ++end;
    const std::string next = kept + utf8.substr(at, end - at);
    if (base::display_width(next) + kCut.size() > width) break;
    kept = next;
    at = end;
  }
  return kept.append(kCut);
}

}  // namespace

std::string render_progress(const Progress& progress, std::size_t width, Language language) {
  const std::string done = grouped(progress.files_done);
  std::vector<std::string> parts;  // the most important first
  parts.push_back(progress.files_total
                      ? text(labels::kProgressFilesOf, language, {done, grouped(*progress.files_total)})
                      : text(labels::kProgressFiles, language, {done}));
  if (progress.failed > 0) parts.push_back(text(labels::kProgressFailed, language, {grouped(progress.failed)}));
  std::string bytes = byte_size(progress.bytes_done);
  if (progress.bytes_total) bytes += "/" + byte_size(*progress.bytes_total);
  parts.push_back(std::move(bytes));
  if (std::isfinite(progress.bytes_per_second) && progress.bytes_per_second >= 1 && progress.bytes_per_second < 1e18) {
    const auto rate = static_cast<std::uint64_t>(progress.bytes_per_second);
    parts.push_back(text(labels::kProgressRate, language, {byte_size(rate)}));
  }
  if (std::string left = time_left(progress, language); !left.empty()) parts.push_back(std::move(left));

  std::string line = cut(parts.front(), width);
  for (std::size_t i = 1; i < parts.size(); ++i) {
    const std::string longer = line + std::string(kGap) + parts[i];
    if (base::display_width(longer) > width) return line;
    line = longer;
  }
  const std::size_t used = base::display_width(line) + kGap.size();
  if (progress.activity.id.empty() || used + kLeastActivity > width) return line;
  return line + std::string(kGap) + cut(causes::sentence(progress.activity, language), width - used);
}

}  // namespace webcid::report
