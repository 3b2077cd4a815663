#include "delivery.hpp"

#include <fmt/format.h>

#include <webcid/base/file.hpp>
#include <webcid/report/json.hpp>
#include <webcid/report/terminal.hpp>

#include "terminal.hpp"

namespace webcid::cli {

base::Result<Delivery> Delivery::open(const OutputOptions& options) {
  Delivery out(options);
  for (const std::string& text : options.reports) {
    const auto equals = text.find('=');
    const std::string format = text.substr(0, equals);
    const std::string file = equals == std::string::npos ? std::string() : text.substr(equals + 1);
    if (format != "json" || file.empty()) {
      return base::fail(base::ErrorKind::Usage, fmt::format("--report {}: expected json=FILE or json=-", text));
    }
    if (file == "-") {
      out.m_to_stdout = true;
      continue;
    }
    auto opened = store::AtomicFile::create(base::to_native(file));
    if (!opened) return tl::make_unexpected(std::move(opened.error()));
    out.m_files.push_back(std::move(*opened));
  }
  return out;
}

base::Result<void> Delivery::deliver(const model::Report& report) {
  const causes::Language language = m_options.chosen_language();
  // A file that cannot be written must not cost the findings on the terminal.
  base::Result<void> outcome;
  if (m_to_stdout || !m_files.empty()) {
    const std::string json = report::render_json(report, language);
    for (store::AtomicFile& file : m_files) {
      auto written = file.write(json);
      if (written) written = file.commit(store::Durability::File);
      if (!written && outcome) outcome = std::move(written);
    }
    if (m_to_stdout) {
      if (auto written = write_to(Stream::Out, json); !written) return written;
      auto told = write_to(Stream::Error, report::verdict_line(report, language) + "\n");
      return outcome ? told : outcome;
    }
  }
  auto printed = write_to(Stream::Out, report::render_terminal(report, m_options.style()));
  return outcome ? printed : outcome;
}

ExitCode finish(Delivery& delivery, const model::Report& report) {
  if (auto delivered = delivery.deliver(report); !delivered) return give_up(delivered.error());
  return exit_code_of(report);
}

ExitCode give_up(const base::Error& error) {
  complain(error.message);
  return exit_code_of(error);
}

}  // namespace webcid::cli
