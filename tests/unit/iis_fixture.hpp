// A site over a small tree, healthy by default: each test changes one thing.
#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <webcid/iis/server.hpp>

#include "iis_fake_tree.hpp"

namespace webcid::iis::testing {

// A share with one file of each kind that the tables ask for.
inline void fill_share(FakeTree& tree) {
  tree.file("a.txt").file("b.dat").file("noext").file("styles.css").file("a+b.txt").file("100%.txt").file("a b.txt");
  tree.file("bin/x.txt").file("binary/x.txt").file("sub/Inner.TXT").file("x.config").file("hidden.txt", 10, true);
  tree.file("libfoo.so.1").file("x%20y.txt").file("empty.txt", 0).file("setup.exe").file("x.dll");
}

// web.config with `body` inside <system.webServer>.
inline std::string web_config(std::string_view body) {
  return fmt::format("<configuration><system.webServer>{}</system.webServer></configuration>", body);
}

// <location> of applicationHost.config for the share, with `body` inside <system.webServer>.
inline std::string location(std::string_view body, std::string_view attributes = "") {
  return fmt::format(
      "<location path=\"Default Web Site/SophosUpdate\" {}><system.webServer>{}</system.webServer></location>",
      attributes, body);
}

struct World {
  World() {
    fill_share(tree);
    site_root.file("iisstart.htm", 295);
    host.virtual_directories = {{"/SophosUpdate", R"(C:\ProgramData\Sophos\Update Manager\Update Manager)", true}};
  }

  mutable FakeTree tree;
  FakeTree site_root;
  ServerSettings settings;
  StockServer host;
  std::string config = web_config("");  // the share's web.config: a fresh server
  std::vector<model::Header> headers{{"Host", "srv.example"}};
  Logon logon;
  std::string client = "127.0.0.1";
  Transport transport = Transport::Plain;
  ClientLoad load;
  std::uint32_t root_error = 0;
  bool has_folder = true;
  std::string alias = "/SophosUpdate";

  Server server() const {
    StockServer stock = host;
    stock.version = settings.version;
    std::vector<Mount> mounts;
    tree.text("web.config", config);
    const bool is_root = alias == "/";
    if (!is_root) mounts.push_back({R"(C:\inetpub\wwwroot)", &site_root, 0});
    if (has_folder) {
      mounts.push_back({is_root ? R"(C:\inetpub\wwwroot)" : R"(C:\ProgramData\Sophos\Update Manager\Update Manager)",
                        &tree, root_error});
    }
    auto configuration = ServerConfiguration::read(application_host_text(stock));
    if (!configuration) FAIL(configuration.error().message);
    return Server(settings, std::move(*configuration), std::move(mounts));
  }

  Answer ask(std::string_view target, std::string_view method = "GET") const {
    Request request;
    request.method = method;
    request.target = target;
    request.headers = headers;
    request.logon = logon;
    request.now = at(2026, 2, 1, 12, 0);
    request.client_address = client;
    request.transport = transport;
    request.load = load;
    return server().answer(request);
  }
};

struct Merged {
  Configuration effective;
  std::vector<std::string> ignored;
};

// What remains of a fresh server's rules after the share's web.config.
inline tl::expected<Merged, ConfigurationError> merge_web_config(std::string_view xml, StockServer host = {}) {
  const auto configuration = ServerConfiguration::read(application_host_text(host));
  if (!configuration) return tl::make_unexpected(configuration.error());
  const WebConfig file{"web.config", std::string(xml)};
  const Level level = Level::server(*configuration)
                          .below("Default Web Site", nullptr, Boundary::None)
                          .below("SophosUpdate", &file, Boundary::None);
  if (level.error()) return tl::make_unexpected(*level.error());
  return Merged{level.rules(), level.ignored()};
}

inline Configuration fresh_rules(Version version) {
  StockServer host;
  host.version = version;
  const auto merged = merge_web_config("<configuration/>", host);
  if (!merged) FAIL(merged.error().message << " in " << merged.error().file << " line " << merged.error().line);
  return merged->effective;
}

inline std::string header(const Answer& answer, std::string_view name) {
  for (const model::Header& header : answer.headers) {
    if (header.name == name) return header.value;
  }
  return "";
}

inline std::string text(const Answer& answer) {
  const auto* body = std::get_if<std::string>(&answer.body);
  return body == nullptr ? std::string() : *body;
}

// "404.8 1245": status, sub-status and declared length.
inline std::string seen(const Answer& answer) {
  return fmt::format("{}.{} {}", answer.status, answer.sub_status, answer.content_length);
}

// The header block as sent, without the values that only a clock knows.
inline std::string header_names(const Answer& answer) {
  std::string names;
  for (const model::Header& header : answer.headers) names += (names.empty() ? "" : ", ") + header.name;
  return names;
}

}  // namespace webcid::iis::testing
