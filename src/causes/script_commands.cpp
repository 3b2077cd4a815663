// A report's remedies as one script for the command prompt or PowerShell.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <unordered_set>

#include <webcid/base/clock.hpp>
#include <webcid/base/encoding.hpp>
#include <webcid/base/text.hpp>
#include <webcid/causes/places.hpp>

#include "commands.hpp"
#include "script_parts.hpp"

namespace webcid::causes {
namespace {

using Lines = std::vector<std::string>;

// What differs between the two besides the commands. Places: {0} the backup's name, {1} the share's web.config, {2}
// appcmd.exe.
struct Frame {
  std::string_view first;    // of the script
  std::string_view name;     // how to run it
  std::string_view backup;   // once: a second run must not take what is mended for what was before
  std::string_view restore;  // everything as it was
};

constexpr Frame kBatch{"@echo off\n", "save it as fix.cmd and run it as administrator on the server",
                       R"(if not exist "%ProgramData%\webcid-backup\{0}" (
  mkdir "%ProgramData%\webcid-backup\{0}"
  if exist {1} copy {1} "%ProgramData%\webcid-backup\{0}\web.config"
  {2} add backup "{0}"
)
)",
                       R"({2} restore backup "{0}"
copy "%ProgramData%\webcid-backup\{0}\web.config" {1}
)"};

constexpr Frame kShell{"", "save it as fix.ps1 and run it as administrator on the server, in Windows PowerShell",
                       R"(Import-Module WebAdministration
$kept = Join-Path $env:ProgramData 'webcid-backup\{0}'
if (-not (Test-Path -LiteralPath $kept)) {
  New-Item -ItemType Directory -Path $kept | Out-Null
  if (Test-Path -LiteralPath {1}) { Copy-Item -LiteralPath {1} -Destination $kept }
  Backup-WebConfiguration -Name '{0}'
}
)",
                       R"(Restore-WebConfiguration -Name '{0}'
Copy-Item -LiteralPath (Join-Path $env:ProgramData 'webcid-backup\{0}\web.config') -Destination {1}
)"};

// "webcid-20260131-093012": of the check, so that every run of the script means the same backup.
std::string backup_name(const model::Report& report) {
  std::string name = "webcid-";
  for (const char c : base::format_time_seconds(report.finished)) {
    if (c >= '0' && c <= '9') name += c;
    if (c == 'T') name += '-';
  }
  return name;
}

class Writer {
 public:
  Writer(const ScriptOf& script, RemedyForm form) : m_script(script), m_form(form) {}

  std::string write() {
    const Frame& frame = m_form == RemedyForm::Appcmd ? kBatch : kShell;
    const std::string web_config = m_script.context.physical_path + "\\web.config";
    const std::array<std::string, 3> names{backup_name(m_script.report), quoted_for(m_form, web_config).value_or(""),
                                           std::string(kAppcmd)};
    m_text = frame.first;
    for (const std::string& line : m_script.introduction) comment(line);
    comment(fmt::format("How to run it: {}; a second run does no harm (it may say that an entry is not there).",
                        frame.name));
    blank();
    comment("1. What is there is kept, once.");
    m_text += fill(frame.backup, names);
    if (m_form == RemedyForm::PowerShell) add(power_shell_places(m_script.context));
    blank();
    comment("2. The changes.");
    for (const Mended& mended : m_script.findings) change(mended);
    if (m_script.findings.empty()) comment("nothing to mend");
    blank();
    take_back(fill(frame.restore, names));
    comment("Then check again: webcid check " + m_script.report.target.url);
    // The command prompt reads batch files best with the line ends of Windows.
    return m_form == RemedyForm::Appcmd ? base::with_carriage_returns(m_text) : m_text;
  }

 private:
  void comment(std::string_view text) {
    m_text += comment_mark(m_form);
    for (const char c : as_comment(text)) {
      // Also in a comment the command prompt expands %NAME%.
      m_text += c == '%' && m_form == RemedyForm::Appcmd ? "%%" : std::string(1, c);
    }
    m_text += "\n";
  }
  // A command that is not to run as it stands.
  void quoted(std::string_view line) { m_text += fmt::format("{}  {}\n", comment_mark(m_form), line); }
  void blank() { m_text += "\n"; }

  void add(const Lines& lines) {
    for (const std::string& line : lines) m_text += line + "\n";
  }

  // Lines that were not there yet: causes share changes. A line stands again where another was only a comment.
  void add_new(const Lines& lines, Applied applied) {
    for (const std::string& line : lines) {
      if (!m_lines.insert(fmt::format("{}{}", applied == Applied::ByHand ? "?" : "", line)).second) continue;
      if (applied == Applied::ByHand) {
        quoted(line);
      } else {
        m_text += line + "\n";
      }
    }
  }

  void add_commands(const Commands& commands, Applied applied) {
    add_new(commands.lines, applied);
    m_is_empty = m_is_empty && commands.lines.empty();
    for (const std::string& line : commands.undo) {
      if (m_undo_lines.insert(line).second) m_undo.push_back(line);
    }
  }

  void change(const Mended& mended) {
    blank();
    for (const std::string& line : heading_of(*mended.finding)) comment(line);
    m_is_empty = true;
    if (mended.mending) change(*mended.mending);
    if (!m_is_empty) return;
    comment("  left out: no command mends it");
    if (const std::string step = first_step_of(*mended.finding, m_script.context); !step.empty()) {
      comment("  first step: " + step);
    }
  }

  void change(const Mending& mending) {
    if (!mending.caution.empty()) comment("  note: " + std::string(mending.caution.english));
    if (mending.unnamed > 0) comment("  note: " + unnamed_note(mending));
    if (mending.applied == Applied::ByHand) {
      comment("  not done by itself: if that is what you want, take the mark of a comment off these lines");
    }
    if (!mending.variants.empty()) {
      for (const Edit& edit : mending.variants.front().edits) {
        add_commands(commands_of(edit, m_form, m_script.context), mending.applied);
      }
    }
    for (const Action& action : mending.actions) {
      add_commands(commands_of(action, m_form), row_of(action.kind).applied);
    }
    for (std::size_t i = 1; i < mending.variants.size(); ++i) alternative(mending.variants[i]);
  }

  // What only a web.config can say (Act::Clear) is offered there.
  void alternative(const Variant& variant) {
    const auto is_clear = [](const Edit& edit) { return edit.act == Act::Clear; };
    if (std::any_of(variant.edits.begin(), variant.edits.end(), is_clear)) return;
    std::string_view title = variant.title.english;
    title.remove_prefix(std::min(title.find(": ") + 2, title.size()));
    title = title.substr(0, title.find(" ("));
    comment(fmt::format("  instead of these lines: {}", title));
    for (const Edit& edit : variant.edits) {
      const auto commands = commands_of(edit, m_form, m_script.context);
      for (const std::string& line : commands.lines) quoted(line);
    }
  }

  void take_back(const std::string& restore) {
    comment("3. To take everything back (the last line only where there was a web.config, else delete the new one):");
    for (const std::string_view line : base::split(base::trim(restore), '\n')) quoted(line);
    if (m_undo.empty()) return;
    comment("   To take back single changes, of which the check tells what was before:");
    for (const std::string& line : m_undo) quoted(line);
  }

  const ScriptOf& m_script;
  RemedyForm m_form;
  std::string m_text;
  std::unordered_set<std::string> m_lines;
  std::unordered_set<std::string> m_undo_lines;
  Lines m_undo;
  bool m_is_empty = true;
};

}  // namespace

std::string commands_script(const ScriptOf& script, RemedyForm form) {
  return Writer(script, form).write();
}

}  // namespace webcid::causes
