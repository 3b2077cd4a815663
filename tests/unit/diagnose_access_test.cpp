// Refusals that depend on who asks and how (iis.md a.2, a.3, a.6, b.1, b.2, h): each cause is told by what varies with
// the verb, TLS, the agent, the account, and by how much of the share is refused.
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>

#include <webcid/diagnose/case.hpp>

#include "catch.hpp"
#include "diagnose_answers.hpp"

namespace webcid::diagnose::testing {
namespace {

// Everything gets `refusal` but what `varied` says.
Server refusing(Says refusal, std::function<std::optional<Says>(const Asked&)> varied) {
  Server server;
  server.answer = [=](const Asked& asked) { return varied(asked).value_or(refusal); };
  return server;
}

std::optional<Says> nothing_varies(const Asked& asked) {
  if (asked.manner == Manner::Tls) return Says{0, -1, {}, false};
  return std::nullopt;
}

// OPTIONS passes request filtering and whatever comes before the handler.
std::optional<Says> options_pass(const Asked& asked) {
  if (asked.method == Method::Options) return Says{200, -1, {}, false};
  if (asked.method == Method::Trace) return Says{501, -1, {}, false};
  return nothing_varies(asked);
}

const std::vector<model::Header> kNtlm{{"WWW-Authenticate", "Negotiate"}, {"WWW-Authenticate", "NTLM"}};

TEST_CASE("403 on everything: Read is removed where OPTIONS passes") {
  const Run run = ask(refusing({403, -1, {}, false}, options_pass));
  CHECK(text_of(only_finding(run).about) == "iis.read-denied");
  CHECK(confidence_of(only_finding(run)) == "certain");
  CHECK(only_finding(run).affected.count == 8);
  CHECK(says(only_finding(run).to_decide, "unseen-share"));
}

TEST_CASE("where nothing is known of what is published, a refusal shows which of the guide's filters are there") {
  using Filters = std::vector<std::vector<std::string>>;
  const auto filters = [](const std::vector<std::string>& refused) {
    Server server = refusing({403, -1, {}, false}, [&](const Asked& asked) -> std::optional<Says> {
      const bool is_refused = std::find(refused.begin(), refused.end(), asked.path) != refused.end();
      if (is_refused && asked.method == Method::Options) return Says{404, -1, {}, false};
      return options_pass(asked);
    });
    server.catalogue_given = false;
    server.files.clear();
    Filters out;
    const Run run = ask(server);
    CHECK(told(run) == Told{"publication.catalogue-missing", "iis.directory-browsing-off"});
    for (const model::Statement& statement : run.findings.front().evidence) {
      if (statement.id == "would-be-filtered") out.push_back(statement.arguments);
    }
    return out;
  };
  const std::string bin = "bin/zz-webcid-probe.txt";
  const std::string escaped = "zz+webcid-probe.txt";
  CHECK(filters({}).empty());
  CHECK(filters({bin}) == Filters{{bin, "OPTIONS"}});
  CHECK(filters({escaped}) == Filters{{escaped, "OPTIONS"}});
  CHECK(filters({bin, escaped}) == Filters{{bin, "OPTIONS"}, {escaped, "OPTIONS"}});
}

TEST_CASE("403 on everything, OPTIONS too: SSL or addresses, and TLS decides") {
  const Run open = ask(refusing({403, -1, {}, false}, nothing_varies));
  CHECK(text_of(only_finding(open).about) == "iis.address-denied");
  CHECK(alternatives_of(only_finding(open)) == Told{"iis.ssl-required"});
  CHECK(confidence_of(only_finding(open)) == "possible");
  CHECK(says(only_finding(open).to_decide, "ask-other-client"));

  const auto over_tls = [](int status) {
    return [status](const Asked& asked) -> std::optional<Says> {
      if (asked.manner == Manner::Tls) return Says{status, -1, {}, false};
      return std::nullopt;
    };
  };
  CHECK(told(ask(refusing({403, -1, {}, false}, over_tls(301)))) == Told{"iis.ssl-required"});
  CHECK(confidence_of(only_finding(ask(refusing({403, -1, {}, false}, over_tls(301))))) == "certain");
  CHECK(says(only_finding(ask(refusing({403, -1, {}, false}, over_tls(301)))).evidence, "tls-answers"));
  CHECK_FALSE(says(only_finding(ask(refusing({403, -1, {}, false}, over_tls(301)))).evidence, "tls-silent"));
  CHECK(says(only_finding(open).evidence, "tls-silent"));
  CHECK_FALSE(says(only_finding(open).evidence, "tls-answers"));
  CHECK(told(ask(refusing({403, -1, {}, false}, over_tls(403)))) == Told{"iis.address-denied"});
  // A device on the way may refuse as an address rule does.
  CHECK(confidence_of(only_finding(ask(refusing({403, -1, {}, false}, over_tls(403))))) == "likely");
  // Another site may answer on the port: what a share would not say decides nothing.
  for (const int other : {404, 400, 503}) {
    CHECK(alternatives_of(only_finding(ask(refusing({403, -1, {}, false}, over_tls(other))))) ==
          Told{"iis.ssl-required"});
  }
}

TEST_CASE("a refused share is asked over TLS and as another agent only where that could tell") {
  using Manners = std::vector<std::string>;
  const auto manners = [](int status, std::function<std::optional<Says>(const Asked&)> varied) {
    Manners out;
    for (const ProbeWish& wish : ask(refusing({status, -1, {}, false}, varied)).wishes) {
      if (wish.manner != Manner::Usual) out.emplace_back(model::name_of(wish.manner));
    }
    return out;
  };
  const std::string tls(model::name_of(Manner::Tls));
  const std::string agent(model::name_of(Manner::OtherAgent));
  CHECK(manners(403, nothing_varies) == Manners{tls, agent});
  // OPTIONS has told that Read is removed.
  CHECK(manners(403, options_pass).empty());
  // Neither a logon nor a broken configuration depends on either.
  CHECK(manners(401, nothing_varies).empty());
  CHECK(manners(500, nothing_varies).empty());
}

TEST_CASE("a share that refuses everything proves no step of the guide but that IIS answers") {
  for (const int status : {401, 403, 500}) {
    INFO(status);
    for (const model::GuideStep& step : ask(refusing({status, -1, {}, false}, nothing_varies)).guide) {
      INFO(step.id);
      CHECK((step.state != model::GuideState::Ok || step.id == "guide.iis-answers"));
    }
  }
}

TEST_CASE("403 on everything but for another User-Agent") {
  const Run run = ask(refusing({403, -1, {}, false}, [](const Asked& asked) -> std::optional<Says> {
    if (asked.manner == Manner::OtherAgent) return Says{200, -1, {}, false};
    return nothing_varies(asked);
  }));
  CHECK(told(run) == Told{"iis.user-agent-refused webcid/1"});
  CHECK(confidence_of(only_finding(run)) == "certain");
}

TEST_CASE("403 with its sub-status visible needs no probe") {
  const std::map<int, std::string> causes{
      {1, "iis.read-denied"},    {2, "iis.read-denied"},      {4, "iis.ssl-required"},
      {5, "iis.ssl-required"},   {7, "iis.ssl-required"},     {6, "iis.address-denied"},
      {8, "iis.address-denied"}, {503, "iis.address-denied"}, {504, "iis.address-denied"}};
  for (const auto& [sub_status, cause] : causes) {
    INFO("403." << sub_status);
    const Run run = ask(refusing({403, sub_status, {}, false}, nothing_varies));
    CHECK(told(run) == Told{cause});
    CHECK(confidence_of(only_finding(run)) == "certain");
    // Nor does another client.
    CHECK(ids_of(only_finding(run).to_decide) == Told{"unseen-share"});
    for (const ProbeWish& wish : run.wishes) CHECK(wish.manner == Manner::Usual);
  }
}

TEST_CASE("401 with a challenge and no account given: one is wanted, unless OPTIONS passes") {
  const Says challenge{401, -1, kNtlm, false};
  CHECK(told(ask(refusing(challenge, nothing_varies))) == Told{"iis.credentials-required Negotiate, NTLM"});
  CHECK(told(ask(refusing(challenge, options_pass))) == Told{"iis.acl-denied /share/"});
}

TEST_CASE("401 without a challenge: permissions where OPTIONS passes, else a rule about clients or accounts") {
  const Says refusal{401, -1, {}, false};
  CHECK(told(ask(refusing(refusal, options_pass))) == Told{"iis.acl-denied /share/"});
  const Run run = ask(refusing(refusal, nothing_varies));
  CHECK(told(run) == Told{"iis.authorization-denied /share/"});
  CHECK(alternatives_of(only_finding(run)) == Told{"iis.address-denied"});
}

TEST_CASE("401 where OPTIONS is blocked leaves permissions and rules open") {
  const auto blocked = [](const Asked& asked) -> std::optional<Says> {
    if (is_verb(asked)) return Says{404, -1, {}, false};
    return nothing_varies(asked);
  };
  const Run run = ask(refusing({401, -1, {}, false}, blocked));
  CHECK(told(run) == Told{"iis.acl-denied /share/"});
  CHECK(alternatives_of(only_finding(run)) == Told{"iis.authorization-denied /share/", "iis.address-denied"});
}

TEST_CASE("TRACE takes the place of a blocked OPTIONS") {
  const auto blocked = [](const Asked& asked) -> std::optional<Says> {
    if (asked.method == Method::Options) return Says{405, -1, {}, false};
    return options_pass(asked);
  };
  CHECK(told(ask(refusing({401, -1, {}, false}, blocked))) == Told{"iis.acl-denied /share/"});
  CHECK(told(ask(refusing({403, -1, {}, false}, blocked))) == Told{"iis.read-denied"});
}

TEST_CASE("an account that was sent and refused is the likeliest trouble, not the only one") {
  Server server = refusing({401, -1, kNtlm, true}, [](const Asked& asked) -> std::optional<Says> {
    // Nothing carries the account once it was refused: OPTIONS then says nothing about it.
    if (is_verb(asked)) return Says{401, -1, kNtlm, false};
    return nothing_varies(asked);
  });
  server.has_account = true;
  const Run run = ask(server);
  CHECK(told(run) == Told{"iis.credentials-rejected Negotiate, NTLM"});
  CHECK(alternatives_of(only_finding(run)) == Told{"iis.acl-denied /share/", "iis.authorization-denied /share/"});
  // A second failed logon may lock the account.
  for (const ProbeWish& wish : run.wishes) CHECK(wish.purpose != Purpose::Confirm);
}

TEST_CASE("401 with its sub-status visible") {
  const std::map<int, std::string> causes{
      {2, "iis.authorization-denied /share/"}, {3, "iis.acl-denied /share/"}, {503, "iis.address-denied"}};
  for (const auto& [sub_status, cause] : causes) {
    INFO("401." << sub_status);
    CHECK(told(ask(refusing({401, sub_status, {}, false}, nothing_varies))) == Told{cause});
  }
}

TEST_CASE("500 on everything: the configuration, or a module where OPTIONS passes") {
  const Run run = ask(refusing({500, -1, {}, false}, nothing_varies));
  CHECK(told(run) == Told{"iis.configuration-invalid"});
  CHECK(alternatives_of(only_finding(run)) == Told{"iis.module-failed"});
  CHECK(told(ask(refusing({500, -1, {}, false}, options_pass))) == Told{"iis.module-failed"});
  CHECK(told(ask(refusing({500, 19, {}, false}, nothing_varies))) == Told{"iis.configuration-invalid 0x8007000d"});
  for (const int sub_status : {0, 21, 22, 23, 24, 50, 52, 100}) {
    INFO("500." << sub_status);
    CHECK(told(ask(refusing({500, sub_status, {}, false}, nothing_varies))) == Told{"iis.module-failed"});
  }
}

TEST_CASE("redirects of everything, by where they lead") {
  const auto sent_to = [](const std::string& location) { return Says{302, -1, {{"Location", location}}, false}; };
  CHECK(told(ask(refusing(sent_to("https://srv/share/"), nothing_varies))) ==
        Told{"iis.redirects-to-https https://srv/share/"});
  CHECK(told(ask(refusing(sent_to("http://other/"), nothing_varies))) == Told{"iis.redirects-elsewhere http://other/"});
}

TEST_CASE("another server's refusals are never told as IIS's") {
  const std::vector<Says> answers{{403, -1, {}, false},
                                  {401, -1, kNtlm, false},
                                  {500, -1, {}, false},
                                  {302, -1, {{"Location", "https://srv/share/"}}, false}};
  for (const Says& says : answers) {
    Server server = refusing(says, nothing_varies);
    server.name = "nginx/1.22.1";
    INFO(says.status);
    for (const std::string& cause : told(ask(server))) CHECK(cause.compare(0, 4, "iis.") != 0);
  }
}

// --- 404 on everything ---

std::optional<Says> at_site_root(const Asked& asked) {
  const bool is_root = !asked.path.empty() && asked.path.front() == '/';
  if (is_root && asked.path == "/") return Says{200, -1, {}, false};
  if (is_root && asked.method == Method::Options) return Says{200, -1, {}, false};
  if (is_root && asked.method == Method::Trace) return Says{501, -1, {}, false};
  return nothing_varies(asked);
}

TEST_CASE("404 on everything: the alias is missing where OPTIONS passes") {
  const auto passes = [](const Asked& asked) -> std::optional<Says> {
    if (is_verb(asked)) return options_pass(asked);
    return at_site_root(asked);
  };
  CHECK(told(ask(refusing({404, -1, {}, false}, passes))) == Told{"iis.virtual-directory-missing share"});
}

TEST_CASE("404 on everything, OPTIONS too, but not at the root of the site: a rule about clients") {
  CHECK(told(ask(refusing({404, -1, {}, false}, at_site_root))) == Told{"iis.address-denied"});
  // One verb that the root lets pass is enough, where the site denies the other one.
  const auto denies_trace = [](const Asked& asked) -> std::optional<Says> {
    if (asked.method == Method::Trace) return Says{404, -1, {}, false};
    return at_site_root(asked);
  };
  CHECK(told(ask(refusing({404, -1, {}, false}, denies_trace))) == Told{"iis.address-denied"});
}

TEST_CASE("404 on everything but for another User-Agent") {
  const auto agents = [](const Asked& asked) -> std::optional<Says> {
    if (asked.manner == Manner::OtherAgent) return Says{403, -1, {}, false};  // there, and not listed
    return at_site_root(asked);
  };
  CHECK(told(ask(refusing({404, -1, {}, false}, agents))) == Told{"iis.user-agent-refused webcid/1"});
}

TEST_CASE("404 on everything, where only the page or another User-Agent tells that it comes from a rule") {
  // Neither verb passes anywhere, so that the root of the site tells nothing.
  const auto root_is_listed = [](const Asked& asked) -> std::optional<Says> {
    if (!is_verb(asked) && asked.path == "/") return Says{200, -1, {}, false};
    return nothing_varies(asked);
  };
  Server server = refusing({404, 8, {}, false}, root_is_listed);
  server.address = "http://srv/share/bin";
  CHECK(told(ask(server)) == Told{"iis.hidden-segment bin"});
  const auto agents = [=](const Asked& asked) -> std::optional<Says> {
    if (asked.manner == Manner::OtherAgent) return Says{403, -1, {}, false};
    return root_is_listed(asked);
  };
  CHECK(told(ask(refusing({404, -1, {}, false}, agents))) == Told{"iis.user-agent-refused webcid/1"});
}

TEST_CASE("404 on everything where OPTIONS alone is refused is still a missing alias") {
  const auto only_options = [](const Asked& asked) -> std::optional<Says> {
    if (asked.method == Method::Options) return Says{404, -1, {}, false};
    if (asked.method == Method::Trace) return Says{501, -1, {}, false};
    return at_site_root(asked);
  };
  const Run run = ask(refusing({404, -1, {}, false}, only_options));
  CHECK(told(run) == Told{"iis.virtual-directory-missing share"});
  // The folder behind the alias, or the handler for files, may be missing as well.
  CHECK(alternatives_of(only_finding(run)) == Told{"iis.physical-path-wrong share", "iis.handler-missing"});
  CHECK(confidence_of(only_finding(run)) == "likely");
}

TEST_CASE("404 on everything because of a folder in the address itself") {
  // The site hides "bin" wherever it stands; the rest of the site is fine.
  const auto hides_bin = [](const Asked& asked) -> std::optional<Says> {
    if (asked.path.find("/bin/") != std::string::npos) return Says{404, -1, {}, false};
    return at_site_root(asked);
  };
  Server server = refusing({404, -1, {}, false}, hides_bin);
  server.address = "http://srv/share/bin";
  CHECK(told(ask(server)) == Told{"iis.hidden-segment bin"});
  // No such folder in the address: the same answers are a rule about clients.
  CHECK(told(ask(refusing({404, -1, {}, false}, hides_bin))) == Told{"iis.address-denied"});
}

TEST_CASE("an address that is not there is looked for folder by folder, up to the site") {
  Server server;
  server.address = "http://srv/updates/savxp/data";
  server.catalogue_given = false;
  server.files = {};
  server.answer = [](const Asked& asked) -> Says { return {asked.path == "/" ? 200 : 404, -1, {}, false}; };
  const Run run = ask(server);
  std::vector<std::string> above;
  for (const ProbeWish& wish : run.wishes) {
    if (wish.purpose == Purpose::Folder && wish.path.front() == '/') above.push_back(wish.path);
  }
  CHECK(above == std::vector<std::string>{"/", "/updates/savxp", "/updates"});
}

TEST_CASE("a run that ended early takes nobody for another server, and misses no catalogue") {
  Server server;
  server.catalogue_given = false;
  server.files = {};
  // Another server, with nothing of ours as far as it was asked.
  server.name = "nginx";
  server.answer = [](const Asked& asked) -> Says { return {asked.path == "/" ? 200 : 404, -1, {}, false}; };
  CHECK(told(ask(server)) == Told{"network.wrong-server srv"});
  server.ends_early = true;
  CHECK(told(ask(server)) == Told{"unexplained 404"});  // the address itself was seen not to be there
  // The address is there, and shows no listing.
  server.name = "Microsoft-IIS/10.0";
  server.answer = [](const Asked& asked) -> Says {
    const bool is_there = asked.path.empty() || asked.path == "." || asked.path == "/";
    return {is_there ? 403 : 404, is_there ? 14 : -1, {}, false};
  };
  const auto misses_catalogue = [&] {
    const Told all = told(ask(server));
    return std::find(all.begin(), all.end(), "publication.catalogue-missing") != all.end();
  };
  CHECK_FALSE(misses_catalogue());
  server.ends_early = false;
  CHECK(misses_catalogue());
}

TEST_CASE("404 on everything but names of another type: a list of allowed extensions") {
  const auto allows_exe = [](const Asked& asked) -> std::optional<Says> {
    if (asked.method == Method::Options && asked.path == "zz-webcid-probe.exe") return Says{200, -1, {}, false};
    return at_site_root(asked);
  };
  CHECK(told(ask(refusing({404, -1, {}, false}, allows_exe))) == Told{"iis.extension-denied *"});
}

}  // namespace

TEST_CASE("an address that is missing in a folder that exists has no catalogue, and that is all") {
  for (const char* const name : {"Microsoft-IIS/10.0", "nginx"}) {
    Server server;
    server.name = name;
    server.address = "http://srv/updates/share";
    server.catalogue_given = false;
    server.files = {};
    server.answer = [](const Asked& asked) -> Says {
      return {asked.path == "/updates" || asked.path == "/" ? 200 : 404, -1, {}, false};
    };
    INFO(name);
    const Run run = ask(server);
    CHECK(told(run) == Told{"publication.catalogue-missing"});
    CHECK(says(only_finding(run).evidence, "folder-above-exists"));
    CHECK(confidence_of(only_finding(run)) == "likely");
  }
}

TEST_CASE("a file refused in a way that nothing explains is told, though the address is missing as well") {
  Server server;
  server.address = "http://srv/updates/share";
  server.files = {"a.txt"};
  server.answer = [](const Asked& asked) -> Says {
    if (asked.path == "/updates" || asked.path == "/") return {200, -1, {}, false};
    return {404, asked.path == "a.txt" ? 99 : -1, {}, false};
  };
  const Run run = ask(server);
  CHECK(told(run) == Told{"unexplained 404"});
  CHECK(only_finding(run).affected.examples == Told{"a.txt"});
}

TEST_CASE("a site of which nothing is known to exist is not said to publish nothing") {
  Server server;
  server.address = "http://srv";
  server.catalogue_given = false;
  server.files = {};
  server.answer = [](const Asked& asked) -> Says { return options_pass(asked).value_or(Says{404, -1, {}, false}); };
  CHECK(told(ask(server)) == Told{"unexplained 404"});
}

}  // namespace webcid::diagnose::testing
