// A report's remedies as one web.config.
#include <fmt/format.h>

#include <algorithm>

#include "script_parts.hpp"
#include "web_config.hpp"

namespace webcid::causes {
namespace {

using Lines = std::vector<std::string>;

std::string comment(std::string text) {
  // XML 1.0, section 2.5: "--" must not occur within comments.
  for (std::size_t at = text.find("--"); at != std::string::npos; at = text.find("--", at)) text.insert(at + 1, " ");
  return fmt::format("<!-- {} -->", text);
}

// Our own lines put into a comment: attribute values may hold what a comment must not.
std::string quoted_line(std::string line) {
  for (std::size_t at = line.find("--"); at != std::string::npos; at = line.find("--", at)) {
    line.replace(at, 2, "&#x2D;&#x2D;");
  }
  return comment(line);
}

bool is_locked(const Edit& edit) {
  return edit.section.home == Home::ServerOnly;
}

// Why the finding is not mended here.
std::string why_left_out(const Mended& mended) {
  if (!mended.mending) return "no setting of IIS mends it";
  if (mended.mending->variants.empty()) return "no web.config can mend it: webcid fix REPORT with the form appcmd can";
  const std::vector<Edit>& edits = mended.mending->variants.front().edits;
  if (std::none_of(edits.begin(), edits.end(), is_locked)) return "what it is about cannot be written in XML";
  return fmt::format(
      "the section {} is locked: in a web.config it would be an error of its own (500.19), the forms appcmd and "
      "powershell set it in applicationHost.config",
      edits.front().section.name);
}

void add_alternatives(const Mending& mending, Lines& head) {
  for (std::size_t i = 1; i < mending.variants.size(); ++i) {
    const Lines lines = web_config_lines(mending.variants[i].edits);
    if (lines.empty()) continue;
    head.push_back(comment("  instead of its lines: " + as_comment(mending.variants[i].title.english)));
    for (const std::string& line : lines) head.push_back(quoted_line("    " + line));
  }
}

// The edits of a finding that go into the document, with what is said about it.
void add(const Mended& mended, const RemedyContext& context, Lines& head, std::vector<Edit>& edits) {
  for (const std::string& line : heading_of(*mended.finding)) head.push_back(comment(line));
  const bool is_here = mended.mending && !mended.mending->variants.empty() &&
                       !web_config_lines(mended.mending->variants.front().edits).empty() &&
                       std::none_of(mended.mending->variants.front().edits.begin(),
                                    mended.mending->variants.front().edits.end(), is_locked);
  if (!is_here) {
    head.push_back(comment("  left out: " + why_left_out(mended)));
    const std::string step = first_step_of(*mended.finding, context);
    if (!step.empty()) head.push_back(comment("  first step: " + step));
    return;
  }
  if (!mended.mending->caution.empty()) {
    head.push_back(comment("  note: " + as_comment(mended.mending->caution.english)));
  }
  if (mended.mending->unnamed > 0) head.push_back(comment("  note: " + unnamed_note(*mended.mending)));
  const std::vector<Edit>& own = mended.mending->variants.front().edits;
  edits.insert(edits.end(), own.begin(), own.end());
  add_alternatives(*mended.mending, head);
}

}  // namespace

std::string web_config_of(const ScriptOf& script) {
  Lines head;
  for (const std::string& line : script.introduction) head.push_back(comment(as_comment(line)));
  for (const std::string_view line : {
           "Where it goes: web.config in the physical path. If one is there already, first copy it to a place outside",
           "the share, then merge: attributes and entries go into the sections that are there, no section comes twice.",
           "To take it back: put the copy in its place, or delete this file where there was none.",
       }) {
    head.push_back(comment(std::string(line)));
  }
  std::vector<Edit> edits;
  for (const Mended& mended : script.findings) add(mended, script.context, head, edits);
  const std::string document = web_config(merged(std::move(edits)), head);
  if (!document.empty()) return document;
  std::string text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
  for (const std::string& line : head) text += line + "\n";
  return text + comment("nothing to set in a web.config") + "\n<configuration />\n";
}

}  // namespace webcid::causes
