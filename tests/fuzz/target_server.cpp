// A whole check of a server that may do anything: the answers are IIS's own, of a share that is set up in one of
// several ways, until the input says how one is to be spoilt.
#include <array>
#include <chrono>
#include <mutex>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include <webcid/base/cancellation.hpp>
#include <webcid/check/check.hpp>
#include <webcid/digest/hasher.hpp>
#include <webcid/iis/server.hpp>
#include <webcid/iis/server_configuration.hpp>

#include "../unit/iis_fake_tree.hpp"
#include "../unit/scripted_server.hpp"
#include "reports.hpp"
#include "target.hpp"
#include "weather.hpp"

namespace webcid::fuzz {
namespace {

// Beyond this a run is no longer one that a person waits for.
constexpr std::chrono::seconds kLongest{30};
constexpr std::size_t kMostHanging = 2;  // answers of one run that never come: each costs a time-out

constexpr std::array<std::string_view, 6> kConfigurations{
    "<staticContent><mimeMap fileExtension=\".*\" mimeType=\"a/b\"/><mimeMap fileExtension=\".\" mimeType=\"a/b\"/>"
    "</staticContent><directoryBrowse enabled=\"true\"/><security><requestFiltering allowDoubleEscaping=\"true\">"
    "<hiddenSegments><remove segment=\"bin\"/></hiddenSegments></requestFiltering></security>",
    "",
    "<directoryBrowse enabled=\"true\"/>",
    "<staticContent><clear/></staticContent>",
    "<httpErrors errorMode=\"Detailed\"/>",
    "<rubbish/>",
};

class Share {
 public:
  explicit Share(Choices& choices) {
    std::string manifest;
    for (const std::string_view path : {"a.dat", "noext", "bin/x.txt", "c+d.txt", "savxp/e.upd", "savxp/f.txt"}) {
      const std::string content = "content of " + std::string(path);
      m_tree.text(std::string(path), content);
      const auto digest = digest::hash_text(content, model::DigestAlgorithm::Sha1);
      require(digest.has_value(), "a digest can be computed");
      std::string name(path);
      for (char& c : name) c = c == '/' ? '\\' : c;
      manifest += "\".\\" + name + "\" " + std::to_string(content.size()) + " " + digest->hex() + "\r\n";
    }
    m_tree.text("manifest.dat", manifest);
    m_tree.text("web.config", "<configuration><system.webServer>" +
                                  std::string(kConfigurations[choices.among(kConfigurations.size())]) +
                                  "</system.webServer></configuration>");
    iis::StockServer stock;
    stock.virtual_directories = {{"/SophosUpdate", R"(C:\share)", true}};
    auto configuration = iis::ServerConfiguration::read(iis::application_host_text(stock));
    require(configuration.has_value(), "our own configuration can be read");
    m_server.emplace(iis::ServerSettings{}, std::move(*configuration),
                     std::vector<iis::Mount>{{R"(C:\inetpub\wwwroot)", &m_root, 0}, {R"(C:\share)", &m_tree, 0}});
  }

  Spoken answer(const test::Request& asked) const {
    iis::Request request;
    request.method = asked.head.substr(0, asked.head.find(' '));
    request.target = asked.target();
    request.headers = {{"Host", asked.header("Host")}};
    const iis::Answer answer = m_server->answer(request);
    Spoken out;
    out.status_line = "HTTP/1.1 " + std::to_string(answer.status) + " " + answer.reason;
    for (const model::Header& header : answer.headers) {
      if (header.name == "Content-Length") {
        out.length = header.value;
      } else {
        out.headers += header.name + ": " + header.value + "\r\n";
      }
    }
    if (answer.connection != iis::Connection::Stays) out.then = test::Then::Close;
    if (!answer.sends_body) return out;
    if (const auto* const text = std::get_if<std::string>(&answer.body)) {
      out.body = *text;
    } else {
      const auto& range = std::get<iis::FileRange>(answer.body);
      const auto text_of_file = range.tree->read_text(range.path, 1 << 20);
      if (text_of_file) out.body = text_of_file->substr(range.offset, range.length);
    }
    return out;
  }

 private:
  iis::testing::FakeTree m_tree;
  iis::testing::FakeTree m_root;
  std::optional<iis::Server> m_server;
};

class Silence final : public check::Watcher {
 public:
  void on_counts(const check::Counts&) override {}
};

void require_same_findings(const model::Report& live, const model::Report& judged) {
  require(live.findings.size() == judged.findings.size(), "saved evidence gives as many findings as the run itself");
  for (std::size_t i = 0; i < live.findings.size(); ++i) {
    require(live.findings[i].about == judged.findings[i].about, "saved evidence gives the findings of the run itself");
  }
}

}  // namespace

void run_server(std::string_view bytes) {
  Choices choices(bytes);
  const Share share(choices);
  std::mutex mutex;
  std::size_t hanging = 0;
  test::ScriptedServer server([&](const test::Request& request) {
    const std::lock_guard<std::mutex> lock(mutex);
    Spoken answer = share.answer(request);
    // Most answers stay as they are, so that a run comes far.
    if (choices.among(4) == 3) spoil(answer, choices);
    if (answer.then == test::Then::Hang && ++hanging > kMostHanging) answer.then = test::Then::Close;
    return test::Reply{bytes_of(answer), answer.then};
  });

  check::CheckOptions options;
  options.address = server.url("/SophosUpdate").text();
  options.client.user_agent = "webcid/fuzz";
  options.client.parallel = 1;
  options.client.connect_timeout = std::chrono::milliseconds(500);
  options.client.stall_timeout = std::chrono::milliseconds(1000);
  options.client.overall_timeout = std::chrono::milliseconds(1000);
  options.tls_port = server.port();
  options.detail = check::Detail::Chronicle;
  options.is_acceptance = choices.among(2) == 1;
  options.extent = choices.among(4) == 1 ? check::Extent::Sample : check::Extent::Everything;
  if (choices.among(4) == 1) options.client.account = net::Account{"update", "Fl1ckeringLamp"};
  std::string evidence;
  options.evidence = [&](std::string_view piece) { return evidence += piece, base::Result<void>(); };

  Silence silence;
  base::Cancellation never;
  const auto began = std::chrono::steady_clock::now();
  const auto report = check::run(options, silence, never);
  require(std::chrono::steady_clock::now() - began < kLongest, "a run ends");
  require(report.has_value(), "a server's faults are no errors of ours");
  require_well_founded(*report);
  require_renders(*report);
  require(evidence.find("Fl1ckeringLamp") == std::string::npos, "evidence holds no password");

  std::size_t at = 0;
  const auto judged = check::judge_evidence(
      [&](char* buffer, std::size_t size) -> base::Result<std::size_t> {
        const std::size_t count = evidence.copy(buffer, size, at);
        at += count;
        return count;
      },
      check::Detail::Chronicle);
  require(judged.has_value(), "saved evidence can be read");
  require_same_findings(*report, *judged);
}

}  // namespace webcid::fuzz
