#include "delivery.hpp"

#include <algorithm>
#include <filesystem>
#include <utility>

#include <fmt/format.h>

#include <webcid/base/file.hpp>
#include <webcid/base/text.hpp>
#include <webcid/report/collection.hpp>
#include <webcid/report/log_line.hpp>
#include <webcid/report/terminal.hpp>

#include "system_log.hpp"
#include "terminal.hpp"

namespace webcid::cli {
namespace {

using base::ErrorKind;
namespace fs = std::filesystem;

// Whether a file under one of these paths would replace the other. A link counts as itself, since a report replaces it;
// folders that are not there are left to whoever opens the file.
bool is_same_file(std::string_view one, std::string_view other) {
  const fs::path first = base::to_native(one);
  const fs::path second = base::to_native(other);
  const auto name_of = [](const fs::path& path) { return base::from_native(path.filename()); };
#ifdef _WIN32
  const bool is_same_name = base::equals_ignoring_case(name_of(first), name_of(second));
#else
  const bool is_same_name = name_of(first) == name_of(second);
#endif
  const auto folder_of = [](const fs::path& path) {
    return path.has_parent_path() ? path.parent_path() : fs::path(".");
  };
  return is_same_name && base::is_same_place(folder_of(first), folder_of(second));
}

// Every --report, none of which gets into the way of another output.
base::Result<std::vector<ReportChoice>> choices_of(const OutputOptions& options, std::span<const OtherFile> others) {
  std::vector<ReportChoice> choices;
  for (const std::string& text : options.reports) {
    auto choice = parse_report(text);
    if (!choice) return tl::make_unexpected(std::move(choice.error()));
    for (const ReportChoice& earlier : choices) {
      if (choice->is_stdout() && earlier.is_stdout()) {
        return base::fail(ErrorKind::Usage,
                          fmt::format("--report {}: {}=- has standard output already", text, earlier.format->name));
      }
      if (!choice->is_stdout() && !earlier.is_stdout() && is_same_file(choice->file, earlier.file)) {
        return base::fail(ErrorKind::Usage,
                          fmt::format("--report {}: {}={} is the same file", text, earlier.format->name, earlier.file));
      }
    }
    for (const OtherFile& other : others) {
      if (choice->is_stdout() || other.path.empty() || !is_same_file(choice->file, other.path)) continue;
      return base::fail(ErrorKind::Usage, fmt::format("--report {}: {} names the same file", text, other.option));
    }
    choices.push_back(std::move(*choice));
  }
  return choices;
}

base::Result<store::AtomicFile> open_file(const std::string& name) {
  const fs::path path = base::to_native(name);
  // Only the rename would find out, after the run.
  if (base::status_of(path, base::Links::Show).kind == base::Kind::Folder) {
    return base::fail(ErrorKind::LocalIo, fmt::format("cannot create {}: it is a folder", name));
  }
  return store::AtomicFile::create(path);
}

}  // namespace

base::Result<ReportChoice> parse_report(std::string_view text) {
  const auto equals = text.find('=');
  const std::string_view name = text.substr(0, equals);
  ReportChoice out{report::find_format(name),
                   equals == std::string_view::npos ? "" : std::string(text.substr(equals + 1))};
  if (out.format != nullptr && !out.file.empty()) return out;
  if (out.format != nullptr) {
    return base::fail(ErrorKind::Usage, fmt::format("--report {0}: expected {1}=FILE or {1}=-", text, name));
  }
  return base::fail(ErrorKind::Usage, fmt::format("--report {}: expected FORMAT=FILE, FORMAT one of {}", text,
                                                  OutputOptions::format_names()));
}

base::Result<Delivery> Delivery::open(const OutputOptions& options, std::span<const OtherFile> others) {
  const auto choices = choices_of(options, others);
  if (!choices) return tl::make_unexpected(choices.error());
  if (auto writable = check_writable(Stream::Out); !writable) return tl::make_unexpected(writable.error());
  if (options.syslog) {
    if (auto heard = check_system_log(); !heard) return tl::make_unexpected(heard.error());
  }
  Delivery out(options);
  for (const ReportChoice& choice : *choices) {
    Output output{choice.format, std::nullopt};
    if (!choice.is_stdout()) {
      auto opened = open_file(choice.file);
      if (!opened) return tl::make_unexpected(std::move(opened.error()));
      output.file = std::move(*opened);
    }
    out.m_outputs.push_back(std::move(output));
  }
  return out;
}

check::Detail Delivery::detail() const {
  const bool has_pictures = std::any_of(m_outputs.begin(), m_outputs.end(), [](const Output& output) {
    return output.format->shows == report::Shows::Chronicle;
  });
  return has_pictures ? check::Detail::Chronicle : check::Detail::Findings;
}

base::Result<void> Delivery::print(const Forms& forms) const {
  const causes::Language language = m_options.chosen_language();
  const auto shown =
      std::find_if(m_outputs.begin(), m_outputs.end(), [](const Output& output) { return !output.file; });
  if (shown == m_outputs.end()) return write_to(Stream::Out, forms.text(m_options.style()));
  if (auto written = write_to(Stream::Out, forms.document(*shown->format, language), Form::Bytes); !written) {
    return written;
  }
  // A plugin's first line is the verdict, and some monitors take standard error for a part of its text.
  if (shown->format->role == report::Role::Plugin) return {};
  return write_to(Stream::Error, forms.verdict_line(language) + "\n");
}

base::Result<void> Delivery::deliver(const Forms& forms) {
  // A file that cannot be written must not cost the other ones, nor the findings on the terminal.
  base::Result<void> outcome;
  for (Output& output : m_outputs) {
    if (!output.file) continue;
    auto written = output.file->write(forms.document(*output.format, m_options.chosen_language()));
    if (written) written = output.file->commit(store::Durability::File);
    if (!written && outcome) outcome = std::move(written);
  }
  auto printed = print(forms);
  return outcome ? printed : outcome;
}

base::Result<void> Delivery::deliver(const model::Report& report) {
  if (m_options.syslog) write_system_log(report.verdict, report::log_line(report));
  return deliver(Forms{
      [&](const report::Format& format, causes::Language language) { return format.render(report, language); },
      [&](const report::TerminalStyle& style) { return report::render_terminal(report, style); },
      [&](causes::Language language) { return report::verdict_line(report, language); },
  });
}

base::Result<void> Delivery::deliver(const model::Collection& collection) {
  if (m_options.syslog) {
    for (const model::NamedReport& run : collection.runs) {
      write_system_log(run.report.verdict, report::log_line(run.report));
    }
  }
  return deliver(Forms{
      [&](const report::Format& format, causes::Language language) {
        return format.render_collection(collection, language);
      },
      [&](const report::TerminalStyle& style) { return report::render_collection(collection, style); },
      [&](causes::Language language) { return report::verdict_line(collection, language); },
  });
}

base::Result<ExitCode> finish(Delivery& delivery, const model::Report& report) {
  if (auto delivered = delivery.deliver(report); !delivered) return tl::make_unexpected(std::move(delivered.error()));
  return exit_code_of(report);
}

base::Result<ExitCode> finish(Delivery& delivery, const model::Collection& collection) {
  if (auto delivered = delivery.deliver(collection); !delivered) {
    return tl::make_unexpected(std::move(delivered.error()));
  }
  return exit_code_of(collection);
}

}  // namespace webcid::cli
