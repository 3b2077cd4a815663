// webcid catalogue, webcid list, webcid verify: catalogues and local copies.
#include <algorithm>
#include <array>
#include <chrono>
#include <filesystem>
#include <memory>
#include <set>
#include <system_error>
#include <utility>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <webcid/base/cancellation.hpp>
#include <webcid/base/file.hpp>
#include <webcid/base/text.hpp>
#include <webcid/base/url.hpp>
#include <webcid/catalogue/read.hpp>
#include <webcid/catalogue/well_known.hpp>
#include <webcid/catalogue/write.hpp>
#include <webcid/causes/places.hpp>
#include <webcid/causes/terms.hpp>
#include <webcid/check/discover.hpp>
#include <webcid/digest/hasher.hpp>
#include <webcid/store/atomic_file.hpp>
#include <webcid/update/published_files.hpp>
#include <webcid/update/verify_folder.hpp>

#include "bilingual.hpp"
#include "budget_options.hpp"
#include "command.hpp"
#include "connection_options.hpp"
#include "delivery.hpp"
#include "messages.hpp"
#include "mime_map.hpp"
#include "options.hpp"
#include "terminal.hpp"

namespace webcid::cli {
namespace {

using base::ErrorKind;

// --- catalogue ---

struct CatalogueCommand {
  OutputOptions said;  // the language of complaints: what is written has none
  std::string folder;
  std::string format = "json";
  std::string output = "-";
  bool is_mime_map = false;
  std::string iis;

  base::Result<ExitCode> run();
  base::Result<ExitCode> write_mime_map() const;
  base::Result<bool> write(catalogue::Writer& writer, const catalogue::OutputRow& row) const;
  bool is_listed(const base::RelativePath& path) const;
};

// Nor is the file being written.
bool CatalogueCommand::is_listed(const base::RelativePath& path) const {
  const bool is_output = output != "-" && base::is_same_place(base::to_native(folder) / base::to_native(path.text()),
                                                              base::to_native(output));
  return update::is_published(path) && !is_output;
}

base::Result<model::Entry> entry_of(const std::filesystem::path& file, const base::FoundFile& found,
                                    digest::Hasher& hasher) {
  hasher.reset();
  std::uint64_t size = 0;
  auto read = base::read_in_pieces(file, [&](std::string_view piece) {
    hasher.update(piece);
    size += piece.size();
    return !base::interrupt().requested();
  });
  if (!read) return tl::make_unexpected(std::move(read.error()));
  return model::Entry{found.path, size, hasher.finish()};
}

// True when every name could be listed.
base::Result<bool> CatalogueCommand::write(catalogue::Writer& writer, const catalogue::OutputRow& row) const {
  auto hasher = digest::Hasher::create(row.digests);
  if (!hasher) return tl::make_unexpected(std::move(hasher.error()));
  bool complete = true;
  std::optional<base::Error> stopped;
  const auto leave_out = [&](const std::string& why) {
    complain(fmt::format("{}: left out", why), said.chosen_language());
    complete = false;
  };
  auto done = writer.begin();
  if (!done) return tl::make_unexpected(std::move(done.error()));
  const std::filesystem::path root = base::to_native(folder);
  done = base::walk_folder(
      root,
      [&](const base::FoundFile& found) {
        if (base::interrupt().requested()) return false;
        if (!is_listed(found.path)) return true;
        auto entry = entry_of(root / base::to_native(found.path.text()), found, *hasher);
        auto added = entry ? writer.add(*entry) : base::Result<void>(tl::make_unexpected(std::move(entry.error())));
        if (!added && added.error().kind == ErrorKind::Malformed) {
          leave_out(added.error().message);
        } else if (!added) {
          stopped = std::move(added.error());
        }
        return !stopped;
      },
      [&](const std::string&, const std::string& why) { leave_out(why); });
  if (stopped) return tl::make_unexpected(std::move(*stopped));
  if (!done) return tl::make_unexpected(std::move(done.error()));
  if (base::interrupt().requested()) return base::fail(ErrorKind::Interrupted, "interrupted: nothing was written");
  if (done = writer.end(); !done) return tl::make_unexpected(std::move(done.error()));
  return complete;
}

base::Result<ExitCode> CatalogueCommand::write_mime_map() const {
  bool is_complete = true;
  const auto needs = mime_needs_of(
      base::to_native(folder), iis, [&](const base::RelativePath& path) { return is_listed(path); },
      [&](const std::string& why) {
        complain(fmt::format("{}: left out", why), said.chosen_language());
        is_complete = false;
      });
  if (!needs) return tl::make_unexpected(needs.error());
  for (const std::string& extension : needs->denied) {
    complain(fmt::format("{}: denied by request filtering, whatever the MIME map has", extension),
             said.chosen_language());
    is_complete = false;
  }
  const std::string text = mime_map_text(needs->unmapped);
  const auto written = output == "-" ? write_to(Stream::Out, text, Form::Bytes)
                                     : store::write_atomically(base::to_native(output), text, store::Durability::File);
  if (!written) return tl::make_unexpected(written.error());
  return is_complete ? ExitCode::Healthy : ExitCode::Deviates;
}

base::Result<ExitCode> CatalogueCommand::run() {
  if (is_mime_map) return write_mime_map();
  const catalogue::OutputRow* row = catalogue::find_output_format(format);
  if (row == nullptr) return base::fail(ErrorKind::Usage, fmt::format("--format {}: unknown format", format));
  std::optional<store::AtomicFile> file;
  if (output != "-") {
    auto opened = store::AtomicFile::create(base::to_native(output));
    if (!opened) return tl::make_unexpected(opened.error());
    file = std::move(*opened);
  }
  const auto sink = [&](std::string_view piece) {
    return file ? file->write(piece) : write_to(Stream::Out, piece, Form::Bytes);
  };
  catalogue::Writer writer(row->format, sink, std::chrono::system_clock::now());
  const auto complete = write(writer, *row);
  if (!complete) return tl::make_unexpected(complete.error());
  if (file) {
    if (auto saved = file->commit(store::Durability::File); !saved) return tl::make_unexpected(saved.error());
  }
  return *complete ? ExitCode::Healthy : ExitCode::Deviates;
}

// --- list and verify ---

// Every catalogue at the top of a folder, merged; or the given one.
base::Result<catalogue::Merged> read_local(const std::filesystem::path& folder, const std::string& given) {
  std::vector<catalogue::Source> sources;
  if (!given.empty()) {
    auto source = read_catalogue_file(given);
    if (!source) return tl::make_unexpected(std::move(source.error()));
    sources.push_back(std::move(*source));
  } else {
    for (const catalogue::WellKnown& known : catalogue::well_known()) {
      const std::filesystem::path file = folder / base::to_native(known.name);
      const bool is_file = base::status_of(file, base::Links::Follow).kind == base::Kind::File;
      if (known.kind == catalogue::WellKnownKind::Sentinel || !is_file) continue;
      auto source = read_catalogue_file(base::from_native(file));
      if (!source) return tl::make_unexpected(std::move(source.error()));
      sources.push_back(std::move(*source));
    }
    if (sources.empty()) {
      return base::fail(ErrorKind::Usage,
                        fmt::format("{} holds no catalogue: give one with --catalogue", base::from_native(folder)));
    }
  }
  return catalogue::merge(std::move(sources));
}

void tell_about(const catalogue::Merged& merged, causes::Language language) {
  for (const catalogue::Disagreement& row : merged.disagreements) {
    complain(fmt::format("{}: disagreement of {} and {}: {}", row.path.text(), row.source_a, row.source_b, row.what),
             language);
  }
  for (const catalogue::Refusal& row : merged.refusals) complain(fmt::format("{}: {}", row.source, row.why), language);
}

struct ListCommand {
  ConnectionOptions connection;
  BudgetOptions budget;
  OutputOptions output;
  std::string what;
  std::string format = "table";

  base::Result<ExitCode> run();
  base::Result<std::vector<model::Entry>> entries() const;
};

base::Result<std::vector<model::Entry>> ListCommand::entries() const {
  const std::filesystem::path local = base::to_native(what);
  const base::Kind kind = base::status_of(local, base::Links::Follow).kind;
  if (!base::parse_address(what) && kind != base::Kind::Missing) {
    auto merged = read_local(local, kind == base::Kind::Folder ? "" : what);
    if (!merged) return tl::make_unexpected(std::move(merged.error()));
    tell_about(*merged, output.chosen_language());
    return std::move(merged->entries);
  }
  if (what.find("://") == std::string::npos) {
    return base::fail(ErrorKind::LocalIo, fmt::format("{}: no such file or folder, and no http:// address", what));
  }
  auto client = connection.resolve_for(what, output.chosen_language());
  if (!client) return tl::make_unexpected(std::move(client.error()));
  const auto cost = budget.resolve();
  if (!cost) return tl::make_unexpected(cost.error());
  return check::discover(what, std::move(*client), *cost, output.chosen_language(), base::interrupt());
}

base::Result<ExitCode> ListCommand::run() {
  auto found = entries();
  if (!found) return tl::make_unexpected(found.error());
  if (format == "json") {
    catalogue::Writer writer(
        catalogue::OutputFormat::Json, [](std::string_view text) { return write_to(Stream::Out, text, Form::Bytes); },
        std::chrono::system_clock::now());
    auto done = writer.begin();
    for (auto entry = found->begin(); done && entry != found->end(); ++entry) done = writer.add(*entry);
    if (done) done = writer.end();
    if (!done) return tl::make_unexpected(done.error());
    return ExitCode::Healthy;
  }
  std::string text;
  for (const model::Entry& entry : *found) {
    const std::string size = entry.size ? fmt::format("{}", *entry.size) : "-";
    const std::string digest = entry.digests.empty() ? "-"
                                                     : fmt::format("{}:{}", name_of(entry.digests.back().algorithm),
                                                                   entry.digests.back().hex());
    text += fmt::format("{:>12}  {}  {}\n", size, digest, base::printable(entry.path.text()));
    if (text.size() < 65536) continue;
    if (auto written = write_to(Stream::Out, text); !written) return tl::make_unexpected(written.error());
    text.clear();
  }
  if (auto written = write_to(Stream::Out, text); !written) return tl::make_unexpected(written.error());
  return ExitCode::Healthy;
}

// What update says of a file, where the other one is the catalogue.
constexpr auto kReasons = std::to_array<causes::Message>({
    {"size {0}, not {1}", "サイズは {0} (カタログでは {1})"},
    {"{0} {1}, not {2}", "{0} は {1} (カタログでは {2})", "0"},
});
constexpr causes::Text kExtra{"not in the catalogue: {0}", "カタログにない: {0}"};
constexpr causes::Text kVerdict{"{0}: {1} files verified, {2} wrong or missing, {3} not in the catalogue",
                                "{0}: {1} ファイルを検証、相違または欠落 {2} 件、カタログにないファイル {3} 件"};
constexpr causes::Text kInterrupted{"interrupted", "中断"};
constexpr causes::Text kHealthy{"healthy", "正常"};
constexpr causes::Text kBroken{"broken", "異常"};

struct VerifyCommand {
  OutputOptions output;
  std::string folder;
  std::string catalogue;
  bool quiet = false;

  std::string line_of(const update::LocalOutcome& row) const;

  base::Result<ExitCode> run();
};

std::string VerifyCommand::line_of(const update::LocalOutcome& row) const {
  const causes::Language language = output.chosen_language();
  return fmt::format("{}: {}: {}\n", causes::term_in(name_of(row.outcome), language),
                     base::printable(row.entry.path.text()), base::printable(said_in(row.reason, language, kReasons)));
}

base::Result<ExitCode> VerifyCommand::run() {
  const std::filesystem::path root = base::to_native(folder);
  if (!base::is_folder(root)) {
    return base::fail(ErrorKind::LocalIo, fmt::format("{} is no folder", folder));
  }
  auto merged = read_local(root, catalogue);
  if (!merged) return tl::make_unexpected(merged.error());
  tell_about(*merged, output.chosen_language());
  std::string lines;
  const auto result =
      update::verify_folder(root, merged->entries, base::interrupt(), [&](const update::LocalOutcome& row) {
        if (row.outcome == model::Outcome::Verified || quiet) return;
        lines += line_of(row);
      });
  if (!result) return tl::make_unexpected(result.error());
  const causes::Language language = output.chosen_language();
  for (const std::string& extra : result->extra_examples) {
    if (!quiet) lines += causes::fill(kExtra.in(language), std::array{base::printable(extra)}) + "\n";
  }
  const std::uint64_t wrong = result->wrong_size + result->wrong_hash + result->failed;
  const causes::Text verdict = result->interrupted ? kInterrupted : result->healthy() ? kHealthy : kBroken;
  const std::array places{std::string(verdict.in(language)), fmt::format("{}", result->verified),
                          fmt::format("{}", wrong), fmt::format("{}", result->extra)};
  lines += causes::fill(kVerdict.in(language), places) + "\n";
  if (auto written = write_to(Stream::Out, lines); !written) return tl::make_unexpected(written.error());
  if (result->interrupted) return ExitCode::Interrupted;
  if (!result->unlisted.empty()) return base::fail(ErrorKind::LocalIo, result->unlisted);
  return result->healthy() ? ExitCode::Healthy : ExitCode::Broken;
}

}  // namespace

Action declare_catalogue(CLI::App& command) {
  auto options = std::make_shared<CatalogueCommand>();
  std::vector<std::string> formats;
  for (const catalogue::OutputRow& row : catalogue::output_formats()) formats.emplace_back(row.option);
  command
      .add_option("folder", options->folder, both({"folder or file share to list", "一覧にするフォルダーまたは共有"}))
      ->type_name("DIR")
      ->required();
  command.add_option("--format", options->format, both({"format to write", "書き出す形式"}))
      ->type_name("FORMAT")
      ->check(CLI::IsMember(formats))
      ->capture_default_str();
  command
      .add_option("-o,--output", options->output,
                  both({"file to write; - is standard output", "書き出すファイル。- なら標準出力"}))
      ->type_name("FILE")
      ->capture_default_str();
  auto* const map = command.add_flag(
      "--mime-map", options->is_mime_map,
      both({"instead of a catalogue the web.config that lets IIS serve every type that is there, and no other",
            "カタログの代わりに、フォルダー内の全種類のファイルだけを IIS が配信するための web.config を書き出す"}));
  command
      .add_option("--iis", options->iis,
                  both({"with --mime-map: the server's version, 7.0, 7.5, 8.0, 8.5 or 10.0; any of them without it",
                        "--mime-map の対象となるバージョン (7.0、7.5、8.0、8.5、10.0)。省略するとすべて"}))
      ->type_name("VERSION")
      ->needs(map);
  options->said.add_language_to(command);
  return [options] { return options->run(); };
}

Action declare_list(CLI::App& command) {
  auto options = std::make_shared<ListCommand>();
  command
      .add_option(
          "what", options->what,
          both({"http:// address, folder or catalogue file", "http:// アドレス、フォルダーまたはカタログ ファイル"}))
      ->type_name("ADDRESS|DIR|FILE")
      ->required();
  command.add_option("--format", options->format, both({"how it is printed", "表示形式"}))
      ->type_name("FORMAT")
      ->check(CLI::IsMember({"table", "json"}))
      ->capture_default_str();
  options->connection.add_to(command);
  options->budget.add_reading_to(command);
  options->output.add_language_to(command);
  return [options] { return options->run(); };
}

Action declare_verify(CLI::App& command) {
  auto options = std::make_shared<VerifyCommand>();
  command.add_option("folder", options->folder, both({"local copy", "ローカルのコピー"}))->type_name("DIR")->required();
  command
      .add_option("--catalogue", options->catalogue,
                  both({"catalogue file to go by instead of the folder's own",
                        "フォルダー内のカタログの代わりに使うカタログ ファイル"}))
      ->type_name("FILE");
  command.add_flag("-q,--quiet", options->quiet, both(kQuiet));
  options->output.add_language_to(command);
  return [options] { return options->run(); };
}

}  // namespace webcid::cli
