// What an administrator runs on his server, made of a report that anybody may have written.
#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <vector>

#include <webcid/base/text.hpp>
#include <webcid/causes/causes.hpp>
#include <webcid/causes/script.hpp>
#include <webcid/report/collection.hpp>

#include "target.hpp"

namespace webcid::fuzz {
namespace {

using causes::RemedyForm;
using Shapes = std::set<std::string>;

constexpr std::array<RemedyForm, 3> kForms{RemedyForm::WebConfig, RemedyForm::Appcmd, RemedyForm::PowerShell};

model::Report report_of_every_cause(const std::vector<std::string>& parameters) {
  model::Report report;
  report.target.url = "http://srv/SophosUpdate/";
  report.server = "Microsoft-IIS/10.0";
  for (const auto& cause : causes::all()) {
    model::Finding finding;
    finding.about = {std::string(cause.id), parameters};
    report.findings.push_back(std::move(finding));
  }
  return report;
}

void replace_all(std::string& text, std::string_view what, std::string_view by) {
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size())) {
    text.replace(at, what.size(), by);
  }
}

// Without what stands in these quotes. A quote that is not closed takes the rest with it: that is another shape.
std::string without_quoted(std::string_view line, char quote) {
  std::string out;
  bool is_quoted = false;
  for (const char c : line) {
    if (c == quote) is_quoted = !is_quoted;
    if (c == quote || !is_quoted) out += c;
  }
  return is_quoted ? out + "?" : out;
}

// A line as the tool that reads it takes it apart: values, which stand in quotes or are numbers, do not count.
std::string shape_of(std::string line, RemedyForm form) {
  if (form == RemedyForm::PowerShell) {
    line = without_quoted(line, '\'');
    // 'it''s', and ('a' + [char]::ConvertFromUtf32(0x3042)).
    constexpr std::string_view kCharacter = "[char]::ConvertFromUtf32(0x";
    for (std::size_t at = line.find(kCharacter); at != std::string::npos; at = line.find(kCharacter)) {
      const std::size_t end = line.find_first_not_of("0123456789abcdefABCDEF", at + kCharacter.size());
      if (end == std::string::npos || line[end] != ')') break;
      line.replace(at, end + 1 - at, "''");
    }
    for (const auto& [what, by] : {std::pair("'' + ''", "''"), {"''''", "''"}, {"('')", "''"}}) {
      while (line.find(what) != std::string::npos) replace_all(line, what, by);
    }
  } else {
    // appcmd has quotes within quotes.
    line = without_quoted(form == RemedyForm::Appcmd ? without_quoted(line, '\'') : line, '"');
  }
  std::string out;
  for (const char c : line) {
    const bool is_digit = c >= '0' && c <= '9';
    if (!is_digit || out.empty() || out.back() != '0') out += is_digit ? '0' : c;
  }
  return out;
}

bool is_comment(std::string_view line) {
  return line.starts_with("rem ") || line.starts_with('#') || line.starts_with("<!-- ");
}

// Of PowerShell only the end of the line ends one.
void require_comment(std::string_view line, RemedyForm form) {
  if (form == RemedyForm::Appcmd) {
    require(without_quoted(line, '"').find('&') == std::string::npos, "a comment holds no further command");
  }
  if (form == RemedyForm::WebConfig) {
    require(line.find("--", 4) == line.size() - 3 && line.ends_with("-->"), "a comment ends at its end");
  }
}

// The command prompt expands %NAME% everywhere, also within quotes and in comments.
void require_no_expansion(std::string line) {
  for (const char* const ours : {"%%", "%windir%", "%ProgramData%"}) replace_all(line, ours, "");
  require(line.find('%') == std::string::npos, "a batch file expands its own variables only");
}

Shapes shapes_of(const std::string& text, RemedyForm form) {
  Shapes out;
  for (std::string_view line : base::split(text, '\n')) {
    if (line.ends_with('\r')) line.remove_suffix(1);
    require(std::all_of(line.begin(), line.end(), [](char c) { return c >= 0x20 && c < 0x7F; }),
            "a script is printable ASCII");
    if (form == RemedyForm::Appcmd) require_no_expansion(std::string(line));
    const std::string_view trimmed = base::trim(line);
    if (is_comment(trimmed)) {
      require_comment(trimmed, form);
    } else {
      out.insert(shape_of(std::string(line), form));
    }
  }
  return out;
}

Shapes shapes_of(const model::Report& report, RemedyForm form) {
  const auto text =
      causes::script(report, form, causes::context_of(report.target, report.server), causes::Language::English);
  if (text) return shapes_of(*text, form);
  require(!text.error().message.empty(), "a refusal says why");
  return {};
}

// Of the lines that there are for values as they should be.
Shapes usual_shapes(RemedyForm form) {
  Shapes out;
  for (const std::vector<std::string>& parameters : {std::vector<std::string>{},
                                                     {".dat"},
                                                     {"bin"},
                                                     {"a/b.dat"},
                                                     {"12"},
                                                     {"x", "y"},
                                                     {".a", "b", "3"},
                                                     {"."},
                                                     {"+"},
                                                     {"NTLM"},
                                                     {"a.dat", "200", "x"},
                                                     {"srv:80"},
                                                     {"/SophosUpdate/bin/"}}) {
    out.merge(shapes_of(report_of_every_cause(parameters), form));
  }
  return out;
}

void require_usual(std::string_view bytes) {
  std::vector<std::string> parameters;
  for (const std::string_view line : base::split(bytes, '\n')) {
    if (parameters.size() < 4) parameters.emplace_back(line);
  }
  const model::Report report = report_of_every_cause(parameters);
  for (const RemedyForm form : kForms) {
    static std::array<Shapes, kForms.size()> all;
    Shapes& usual = all[static_cast<std::size_t>(std::find(kForms.begin(), kForms.end(), form) - kForms.begin())];
    if (usual.empty()) usual = usual_shapes(form);
    for (const std::string& shape : shapes_of(report, form)) {
      if (usual.count(shape) != 0) continue;
      std::fprintf(stderr, "fuzz: %s\n", shape.c_str());
      require(false, "a value of a report stands in a script only within quotes");
    }
  }
}

}  // namespace

void run_script(std::string_view bytes) {
  require_usual(bytes);
  const auto runs = report::read_runs(bytes);
  if (!runs) return;
  for (const auto& run : *runs) {
    for (const RemedyForm form : kForms) static_cast<void>(shapes_of(run.report, form));
  }
}

}  // namespace webcid::fuzz
