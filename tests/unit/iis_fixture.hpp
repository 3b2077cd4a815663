// A site over a small tree, healthy by default: each test changes one thing.
#pragma once

#include <fmt/format.h>

#include <chrono>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <webcid/iis/defaults.hpp>
#include <webcid/iis/names.hpp>
#include <webcid/iis/site.hpp>

namespace webcid::iis::testing {

inline base::Time at(int year, unsigned month, unsigned day, int hour, int minute, int second = 0) {
  using namespace std::chrono;
  return base::Time(sys_days{std::chrono::year{year} / std::chrono::month{month} / std::chrono::day{day}}) +
         hours{hour} + minutes{minute} + seconds{second};
}

class FakeTree : public Tree {
 public:
  FakeTree() { m_nodes[""] = Node{"", NodeKind::Folder, 0, at(2026, 1, 5, 9, 30), false}; }

  // Adds the file and the folders above it.
  FakeTree& file(const std::string& path, std::uint64_t size = 1000, bool hidden = false) {
    for (std::size_t slash = path.find('/'); slash != std::string::npos; slash = path.find('/', slash + 1)) {
      const std::string folder = path.substr(0, slash);
      m_nodes.try_emplace(fold_name(folder), Node{folder, NodeKind::Folder, 0, at(2026, 1, 5, 9, 30), false});
    }
    m_nodes[fold_name(path)] = Node{path, NodeKind::File, size, at(2026, 1, 5, 9, 30), hidden};
    return *this;
  }

  std::optional<Node> find(std::string_view path) const override {
    const auto found = m_nodes.find(fold_name(path));
    return found == m_nodes.end() ? std::nullopt : std::optional<Node>(found->second);
  }

  void for_each_child(std::string_view path, const std::function<void(const Node&)>& visit) const override {
    const std::string prefix = path.empty() ? "" : std::string(path) + "/";
    for (const auto& [key, node] : m_nodes) {
      if (node.path.empty() || node.path.substr(0, prefix.size()) != prefix) continue;
      if (node.path.find('/', prefix.size()) == std::string::npos) visit(node);
    }
  }

 private:
  std::map<std::string, Node> m_nodes;
};

// A share with one file of each kind that the tables ask for.
inline void fill_share(FakeTree& tree) {
  tree.file("a.txt").file("b.dat").file("noext").file("styles.css").file("a+b.txt").file("100%.txt").file("a b.txt");
  tree.file("bin/x.txt").file("binary/x.txt").file("sub/Inner.TXT").file("x.config").file("hidden.txt", 10, true);
  tree.file("libfoo.so.1").file("x%20y.txt").file("empty.txt", 0).file("web.config");
}

// web.config with `body` inside <system.webServer>.
inline std::string web_config(std::string_view body) {
  return fmt::format("<configuration><system.webServer>{}</system.webServer></configuration>", body);
}

struct World {
  World() { fill_share(tree); }

  FakeTree tree;
  SiteSettings settings;
  std::string config = web_config("");  // a fresh server
  std::vector<model::Header> headers{{"Host", "srv.example"}};
  Logon logon;

  Answer ask(std::string_view target, std::string_view method = "GET") const {
    const auto merged = merge_web_config(default_configuration(settings.version), config);
    tl::expected<Configuration, ConfigurationError> configuration;
    if (merged) {
      configuration = merged->effective;
    } else {
      configuration = tl::make_unexpected(merged.error());
    }
    const Site site(settings, tree, std::move(configuration));
    Request request;
    request.method = method;
    request.target = target;
    request.headers = headers;
    request.logon = logon;
    request.now = at(2026, 2, 1, 12, 0);
    return site.answer(request);
  }
};

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
