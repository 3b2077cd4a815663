// Files of other programs: IIS's configuration and logs, an endpoint's settings; and our own: settings, mirror state.
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <webcid/audit/audit.hpp>
#include <webcid/base/cancellation.hpp>
#include <webcid/base/encoding.hpp>
#include <webcid/endpoint/endpoint.hpp>
#include <webcid/endpoint/parse.hpp>
#include <webcid/iis/level.hpp>
#include <webcid/iis/server.hpp>
#include <webcid/iis/server_configuration.hpp>
#include <webcid/report/json.hpp>
#include <webcid/report/terminal.hpp>
#include <webcid/store/folder.hpp>
#include <webcid/store/mirror_state.hpp>
#include <webcid/store/partial.hpp>

#include "../../src/cli/config_file.hpp"
#include "../../src/cli/targets.hpp"
#include "../unit/iis_fake_tree.hpp"
#include "../unit/temporary_folder.hpp"
#include "memory_file.hpp"
#include "target.hpp"

namespace webcid::fuzz {
namespace {

void ask(const iis::Server& server) {
  for (const char* const target :
       {"/", "/SophosUpdate/", "/SophosUpdate/a.dat", "/SophosUpdate/bin/b", "/SophosUpdate/c+d.txt", "/x%2e%2e/y"}) {
    iis::Request request;
    request.method = "GET";
    request.target = target;
    request.headers = {{"Host", "srv.example"}};
    const iis::Answer answer = server.answer(request);
    require(answer.connection == iis::Connection::Dropped || (answer.status >= 100 && answer.status <= 999),
            "a server answers with a status or not at all");
  }
}

void serve_with(iis::ServerConfiguration configuration, const iis::testing::FakeTree& tree) {
  ask(iis::Server({}, std::move(configuration), {{R"(C:\inetpub\wwwroot)", &tree, 0}}));
}

}  // namespace

void run_iis_configuration(std::string_view bytes) {
  iis::testing::FakeTree tree;
  tree.file("SophosUpdate/a.dat").file("SophosUpdate/bin/b").file("SophosUpdate/c+d.txt");
  const std::string text = base::as_utf8(std::string(bytes));
  if (auto whole = iis::ServerConfiguration::read(text)) serve_with(std::move(*whole), tree);
  tree.text("SophosUpdate/web.config", text);
  auto stock = iis::ServerConfiguration::read(iis::application_host_text({}));
  require(stock.has_value(), "our own configuration can be read");
  serve_with(std::move(*stock), tree);
}

void run_log(std::string_view bytes) {
  const MemoryFile file(bytes);
  audit::AuditOptions options;
  options.files = {file.path()};
  options.path = "/SophosUpdate";
  options.entries = std::vector<model::Entry>{{*base::RelativePath::create("a.dat"), 1, {}}};
  base::Cancellation never;
  const auto report = audit::run(options, never);
  if (!report) {
    require(!report.error().message.empty(), "a refusal says why");
    return;
  }
  require_printable(report::render_terminal(*report, {}));
  require(report::read_json(report::render_json(*report, causes::Language::English)).has_value(),
          "a report reads back as it was written");
}

void run_endpoint(std::string_view bytes) {
  for (const auto parse :
       {endpoint::parse, endpoint::parse_iconn, endpoint::parse_preferences, endpoint::parse_savconfig}) {
    const auto settings = parse(bytes);
    require(settings || !settings.error().message.empty(), "a refusal says why");
    if (settings) require(settings->primary.addresses.size() <= endpoint::kMaxAddresses, "settings are bounded");
  }
}

void run_config(std::string_view bytes) {
  const auto settings = cli::parse_config("webcid.toml", bytes);
  if (!settings) {
    require(settings.error().message.starts_with("webcid.toml"), "a refusal says where");
    return;
  }
  for (const cli::Setting& setting : *settings) {
    for (const std::string& value : setting.values) {
      if (setting.kind != cli::SettingKind::Text) continue;
      const auto again = cli::parse_config("x", "user = " + cli::quoted_setting(value));
      require(again && again->size() == 1 && again->front().values == setting.values, "a text survives its quotes");
    }
  }
}

void run_mirror_state(std::string_view bytes) {
  static const test::TemporaryFolder place;
  std::filesystem::create_directories(place.path() / ".webcid");
  std::ofstream(place.path() / ".webcid" / "state", std::ios::binary)
      .write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  const auto folder = store::Folder::create(place.path());
  require(folder.has_value(), "a folder can be opened");
  std::string problem;
  const store::MirrorState state = store::MirrorState::load(*folder, problem);
  require(problem.empty() || state.size() == 0, "a damaged state is not used");
  std::size_t near = 0;
  static_cast<void>(state.find(*base::RelativePath::create("a"), near));
}

// What an earlier run, or somebody else, left of a large file: "ABOUT" beside three bytes of it.
void run_unfinished(std::string_view bytes) {
  static const test::TemporaryFolder place;
  static const std::filesystem::path partial = place.path() / ".webcid" / "partial";
  const auto folder = store::Folder::create(place.path());
  require(folder.has_value(), "a folder can be opened");
  model::Entry entry{*base::RelativePath::create("savxp/a.dat"), 8, {}};
  const auto with_digest = model::Digest::from_hex(model::DigestAlgorithm::Md5, "900150983cd24fb0d6963f7d28e17f72");
  for (const bool has_digest : {false, true}) {
    entry.digests.clear();
    if (has_digest) entry.digests.push_back(*with_digest);
    const auto unfinished = store::Partials::open(*folder);
    require(unfinished.has_value(), "unfinished files can be kept");
    static const std::string name = [&] {
      auto mine = unfinished->begin(entry);
      require(mine && mine->restart("") && mine->write("abc"), "an unfinished file can be begun");
      for (const auto& each : std::filesystem::directory_iterator(partial)) {
        if (each.path().extension() == ".about") return each.path().stem().string();
      }
      return std::string();
    }();
    require(!name.empty(), "an unfinished file says what it is of");
    std::ofstream(partial / (name + ".data"), std::ios::binary) << "abc";
    std::ofstream(partial / (name + ".about"), std::ios::binary)
        .write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    {
      auto begun = unfinished->begin(entry);
      require(begun.has_value(), "what is damaged begins anew");
      require(begun->length() == 0 || begun->length() == 3, "no more is there than there is");
      require(begun->length() == 0 || has_digest || !begun->entity_tag().empty(),
              "something vouches for what is there");
      // Whoever sends it looks whether it is one line.
      require(begun->entity_tag().size() <= 255, "an entity tag is bounded");
    }
    unfinished->remove_stale(std::vector<model::Entry>{entry});
    unfinished->remove_stale({});
    require(std::filesystem::is_empty(partial), "what belongs to nothing goes");
  }
}

void run_targets(std::string_view bytes) {
  const MemoryFile file(bytes);
  const auto listed = cli::read_targets(file.path());
  if (!listed) {
    require(listed.error().message.starts_with("--targets"), "a refusal says where");
    return;
  }
  require(!listed->empty() && listed->size() <= cli::kMostTargets, "a list of addresses is bounded");
  for (const std::string& address : *listed) {
    require(!address.empty() && address.find('\n') == std::string::npos, "an address is one line");
  }
}

}  // namespace webcid::fuzz
