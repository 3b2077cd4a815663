// Real responses of a folder, as its index.tsv describes them: who answered each, by our classification.
//
// usage: classify_captures DIR
//
// Prints each file with what was expected and what was told; exit code 1 when one differs. The columns used: file, kind
// (http: with status line and headers; body), product, http_status, true_cause, page.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include <fmt/format.h>

#include <webcid/base/text.hpp>
#include <webcid/diagnose/page.hpp>

namespace {

namespace base = webcid::base;
namespace model = webcid::model;
using webcid::diagnose::GatewayAct;
using webcid::diagnose::Page;
using webcid::diagnose::PageFamily;
using Row = std::map<std::string, std::string>;

std::string content_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

// A cell that holds quotes is quoted, and its quotes are doubled.
std::string unquoted(std::string_view cell) {
  if (cell.size() < 2 || cell.front() != '"' || cell.back() != '"') return std::string(cell);
  std::string out;
  for (std::size_t i = 1; i + 1 < cell.size(); ++i) {
    out += cell[i];
    if (cell[i] == '"') ++i;
  }
  return out;
}

std::vector<Row> index_of(const std::filesystem::path& folder) {
  std::vector<Row> rows;
  std::vector<std::string> names;
  const std::string text = content_of(folder / "index.tsv");
  for (std::string_view line : base::split(text, '\n')) {
    line = base::trim(line);
    if (line.empty()) continue;
    const auto cells = base::split(line, '\t');
    if (names.empty()) {
      names.assign(cells.begin(), cells.end());
      continue;
    }
    Row row;
    for (std::size_t i = 0; i < std::min(cells.size(), names.size()); ++i) row[names[i]] = unquoted(cells[i]);
    rows.push_back(std::move(row));
  }
  return rows;
}

std::string_view line_of(std::string_view& rest) {
  const auto end = rest.find('\n');
  const std::string_view line = rest.substr(0, end);
  rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  return line.empty() || line.back() != '\r' ? line : line.substr(0, line.size() - 1);
}

int number_of(std::string_view digits) {
  return static_cast<int>(base::parse_unsigned(digits.substr(0, 3)).value_or(0));
}

model::Exchange exchange_of(const Row& row, const std::string& bytes) {
  model::Exchange out;
  out.url = "http://srv/SophosUpdate/x";
  out.status = number_of(row.at("http_status"));
  std::string_view rest = bytes;
  if (row.at("kind") == "http") {
    const std::string_view status_line = line_of(rest);
    const auto code = status_line.find(' ');
    out.status = number_of(status_line.substr(code + 1));
    if (status_line.size() > code + 5) out.reason = status_line.substr(code + 5);
    for (std::string_view line = line_of(rest); !line.empty(); line = line_of(rest)) {
      const auto colon = line.find(':');
      if (colon == std::string_view::npos) break;
      out.headers.push_back({std::string(line.substr(0, colon)), std::string(base::trim(line.substr(colon + 1)))});
    }
  }
  if (!base::trim(rest).empty()) out.body.kept = rest;
  out.body.length = out.body.kept.size();
  return out;
}

bool has(const std::string& text, std::string_view part) {
  return base::to_lower(text).find(base::to_lower(part)) != std::string::npos;
}

// The sub-status that the index names: "404.8 ..."; -1 for "404.x" and whatever is no number.
int sub_status_in(const std::string& cause) {
  const auto dot = cause.find('.');
  if (dot == std::string::npos || dot != 3) return -1;
  const auto end = cause.find_first_not_of("0123456789", dot + 1);
  const auto sub = base::parse_unsigned(std::string_view(cause).substr(dot + 1, end - dot - 1));
  return sub ? static_cast<int>(*sub) : -1;
}

bool is_right(const Row& row, const Page& page, const model::Exchange& exchange) {
  const std::string& expected = row.at("page");
  const std::string& product = row.at("product");
  const bool is_listing = page.family == PageFamily::IisListing;
  if (has(expected, "custom")) return page.family == PageFamily::IisCustom;
  if (has(expected, "one-line")) return page.family == PageFamily::IisOneLine;
  if (has(expected, "redirect")) return page.family == PageFamily::IisRedirect;
  if (has(expected, "http.sys")) return page.family == PageFamily::HttpSys;
  if (has(expected, "options")) return page.family == PageFamily::None;
  if (has(expected, "empty")) return page.family == PageFamily::HttpSysService || page.family == PageFamily::None;
  if (has(expected, "listing")) return is_listing == (has(product, "IIS") && !has(product, "not IIS"));
  if (has(expected, "detailed")) {
    const int sub = sub_status_in(row.at("true_cause"));
    return page.family == PageFamily::IisDetailed && (sub < 0 || page.sub_status == sub);
  }
  // Of a look-alike without its body only the header is left, which is the lie.
  if (has(expected, "look-alike")) return exchange.body.kept.empty() || is_foreign(page.family);
  if (has(expected, "proxy") || has(expected, "portal")) {
    return page.act != GatewayAct::None && (page.product.empty() || has(product, page.product));
  }
  return !is_from_iis(page.family) && page.family != PageFamily::HttpSys;
}

std::string told(const Page& page) {
  std::string text(name_of(page.family));
  if (page.sub_status) text += fmt::format(" .{}", *page.sub_status);
  if (page.reason != webcid::diagnose::HttpSysReason::None) text += fmt::format(" ({})", name_of(page.reason));
  if (!page.product.empty()) text += fmt::format(" [{}]", page.product);
  return text;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    fmt::print(stderr, "usage: classify_captures DIR\n");
    return 64;
  }
  const std::filesystem::path folder(argv[1]);
  std::size_t right = 0;
  std::size_t wrong = 0;
  for (const Row& row : index_of(folder)) {
    if (row.count("page") == 0 || row.at("page") == "-" || (row.at("kind") != "http" && row.at("kind") != "body"))
      continue;
    const model::Exchange exchange = exchange_of(row, content_of(folder / row.at("file")));
    const Page page = webcid::diagnose::classify(exchange);
    const bool is_told = is_right(row, page, exchange);
    ++(is_told ? right : wrong);
    fmt::print("{}  {}\n      expected: {} ({})\n      told:     {}\n", is_told ? "ok   " : "WRONG", row.at("file"),
               row.at("page"), row.at("product"), told(page));
  }
  fmt::print("{} right, {} wrong\n", right, wrong);
  return wrong > 0 || right == 0 ? 1 : 0;
}
