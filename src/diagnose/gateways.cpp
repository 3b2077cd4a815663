#include "gateways.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>

#include <fmt/format.h>

#include <webcid/base/path.hpp>

#include "findings.hpp"
#include "teller.hpp"

namespace webcid::diagnose {
namespace {

// "proxy:3128 (from http_proxy)" without the second half.
std::string authority_of_proxy(const model::Target& target) {
  return target.proxy.substr(0, target.proxy.find(' '));
}

std::vector<std::string> one_or_none(const std::string& text) {
  return text.empty() ? std::vector<std::string>() : std::vector<std::string>{text};
}

// What the page names, else what the Server header says.
std::string product_of(const Seen& answer) {
  return answer.product.empty() ? answer.server : std::string(answer.product);
}

// Answers that are told together.
struct Told {
  std::vector<const Symptom*> symptoms;
  std::vector<const Spoiled*> files;  // of which a page took the place
};

class GatewayJudge {
 public:
  GatewayJudge(const Observations& seen, const model::Target& target) : m_seen(seen), m_target(target) {}

  Findings judge() {
    for (const Symptom& symptom : m_seen.symptoms()) {
      if (teller_of(symptom, m_seen) == Teller::Gateway) m_told[about(symptom.seen)].symptoms.push_back(&symptom);
    }
    for (const Spoiled& file : m_seen.spoiled()) {
      if (is_block_page(file, m_seen)) m_told[about_page(file.seen)].files.push_back(&file);
    }
    add_pages_in_place_of_catalogues();
    Findings out;
    for (const auto& [cause, told] : m_told) out.push_back(finding(cause, told));
    return out;
  }

 private:
  using About = std::pair<std::string, std::vector<std::string>>;

  bool is_every_answer(GatewayAct act) const {
    const auto found = m_seen.gateway_answers().find(act);
    return found != m_seen.gateway_answers().end() && m_seen.is_hidden() && m_seen.gateway_answers().size() == 1;
  }

  About about(const Seen& answer) const {
    switch (answer.act) {
      case GatewayAct::WantsAccount: {
        const std::string product(answer.product);
        const std::string proxy = authority_of_proxy(m_target);
        return {"proxy.auth-required", one_or_none(!proxy.empty() ? proxy : !product.empty() ? product : answer.realm)};
      }
      case GatewayAct::UpstreamFailed:
        return {"proxy.upstream-failed", one_or_none(answer.from_iis ? "ARR" : product_of(answer))};
      case GatewayAct::SignsIn:
        if (is_every_answer(GatewayAct::SignsIn)) return {"proxy.captive-portal", {}};
        break;
      case GatewayAct::Refuses:
        if (answer.status == 200) return about_page(answer);
        break;
      case GatewayAct::None:
        break;
    }
    // IIS without a gateway's mark: only that nothing behind it answers (502 of ARR) brings it here.
    if (answer.from_iis) return {"proxy.upstream-failed", {"ARR"}};
    return {"proxy.blocked", one_or_none(product_of(answer))};
  }

  About about_page(const Seen& answer) const {
    const bool is_portal = answer.act == GatewayAct::SignsIn && is_every_answer(GatewayAct::SignsIn);
    return {is_portal ? "proxy.captive-portal" : "proxy.block-page", {}};
  }

  // A page with 200 is no refused request: where it came for the address and for every catalogue, nothing else tells.
  void add_pages_in_place_of_catalogues() {
    for (const auto& [act, answers] : m_seen.gateway_answers()) {
      if (answers.first.status == 200 && m_told.empty() && m_seen.is_hidden()) m_told[about_page(answers.first)];
    }
  }

  model::Finding finding(const About& cause, const Told& told) const {
    model::Finding out = finding_of(cause.first, cause.second);
    const Seen& answer = first_answer(told);
    if (cause.first == "proxy.block-page") out.about.parameters = extensions_of(told);
    add_affected(out, told);
    add_answer(out, cause, told, answer);
    out.confidence = confidence_of(cause, answer);
    const bool hides = m_seen.served() == 0;
    add_confirmations(out, told);
    add_direct(out, told);
    if (cause.first == "proxy.blocked" || cause.first == "proxy.block-page") {
      out.to_decide.push_back({"ask-gateway-log", {}, std::nullopt});
    }
    if (hides) out.to_decide.push_back({"unseen-site", {}, std::nullopt});
    return out;
  }

  const Seen& first_answer(const Told& told) const {
    if (!told.symptoms.empty()) return told.symptoms.front()->seen;
    if (!told.files.empty()) return told.files.front()->seen;
    return m_seen.gateway_answers().begin()->second.first;
  }

  // All of them, when no file of these types arrived; else the types are not the pattern.
  std::vector<std::string> extensions_of(const Told& told) const {
    std::set<std::string> extensions;
    for (const Spoiled* const file : told.files) {
      const std::string extension = base::extension_of(file->path);
      if (extension.empty() || m_seen.is_served_extension(extension)) return {};
      if (extensions.size() < kMaxExtensions) extensions.insert(extension);
    }
    if (m_seen.served() == 0) return {};
    return {extensions.begin(), extensions.end()};
  }

  static void add_affected(model::Finding& out, const Told& told) {
    const auto add = [&](const std::string& path) {
      ++out.affected.count;
      if (out.affected.examples.size() < kMaxExamples) out.affected.examples.push_back(path);
    };
    for (const Symptom* const symptom : told.symptoms) {
      if (symptom->asked == Asked::File) add(symptom->path);
    }
    for (const Spoiled* const file : told.files) add(file->path);
  }

  void add_answer(model::Finding& out, const About& cause, const Told& told, const Seen& answer) const {
    const std::string text = answer_text(answer);
    const auto all = m_seen.gateway_answers().find(answer.act);
    if (m_seen.is_hidden() && all != m_seen.gateway_answers().end()) {
      out.evidence.push_back({"all-before-site", {fmt::format("{}", all->second.count), text}, answer.exchange});
    } else if (!told.files.empty()) {
      out.evidence.push_back({"page-instead", {told.files.front()->path}, answer.exchange});
      if (!out.about.parameters.empty()) {
        out.evidence.push_back({"no-file-of-types", {fmt::format("{}", fmt::join(out.about.parameters, ", "))}, {}});
      }
    } else if (out.affected.count > 0) {
      out.evidence.push_back({"refused-alike", {fmt::format("{}", out.affected.count), text}, answer.exchange});
    } else {
      const std::string& path = told.symptoms.front()->path;
      out.evidence.push_back({"address-refused", {path.empty() ? m_target.url : path, text}, answer.exchange});
    }
    if (cause.first == "proxy.captive-portal" && !answer.location.empty()) {
      out.evidence.push_back({"leads-to", {answer.location}, answer.exchange});
    }
    add_other_server(out, answer);
    if (m_seen.served() > 0) {
      out.evidence.push_back({"others-arrive", {fmt::format("{}", m_seen.served())}, std::nullopt});
    }
  }

  void add_other_server(model::Finding& out, const Seen& answer) const {
    if (m_seen.own_servers().empty() || m_seen.is_own_server(answer.server)) return;
    const std::string& own = *m_seen.own_servers().rbegin();
    out.evidence.push_back(
        {"other-server", {answer.server.empty() ? "-" : answer.server, own.empty() ? "-" : own}, answer.exchange});
  }

  model::Confidence confidence_of(const About& cause, const Seen& answer) const {
    if (cause.first == "proxy.auth-required")
      return model::Confidence::Certain;  // RFC 9110 15.5.8: only a proxy says 407
    const bool is_known = answer.mark == Mark::Own || cause.first == "proxy.captive-portal";
    const bool contrasts = !m_seen.own_servers().empty() && !m_seen.is_own_server(answer.server);
    const bool is_upstream = cause.first == "proxy.upstream-failed" && !answer.from_iis;
    return is_known || contrasts || is_upstream ? model::Confidence::Likely : model::Confidence::Possible;
  }

  void add_confirmations(model::Finding& out, const Told& told) const {
    std::uint64_t same = 0;
    const model::Statement* other = nullptr;
    model::Statement differing;
    const auto look = [&](const std::string& path, const Seen& answer, std::optional<model::Outcome> outcome) {
      const auto again = m_seen.confirmations().find(path);
      if (again == m_seen.confirmations().end()) return;
      const bool is_same = again->second.status == answer.status && (!outcome || *outcome == again->second.outcome);
      if (is_same) {
        ++same;
      } else if (other == nullptr) {
        const std::string now = again->second.status == 0 ? "-" : fmt::format("{}", again->second.status);
        differing = {"answers-differ", {path, answer_text(answer), now}, again->second.exchange};
        other = &differing;
      }
    };
    for (const Symptom* const symptom : told.symptoms) look(symptom->path, symptom->seen, std::nullopt);
    for (const Spoiled* const file : told.files) look(file->path, file->seen, file->outcome);
    if (same > 0) out.evidence.push_back({"confirmed", {fmt::format("{}", same)}, std::nullopt});
    if (other != nullptr) out.evidence.push_back(*other);
  }

  // What the same request got past the configured proxy.
  void add_direct(model::Finding& out, const Told& told) const {
    if (!m_seen.has_proxy()) return;
    for (const auto& [key, again] : m_seen.variations()) {
      if (key.manner != model::Manner::Direct || !is_about(told, key.path)) continue;
      if (again.outcome == model::Outcome::Verified) out.confidence = model::Confidence::Certain;
      return add_comparison(out, key.path, again.outcome == model::Outcome::Verified, again.status, again.exchange,
                            told);
    }
    for (const auto& [key, answer] : m_seen.probes()) {
      if (key.manner != model::Manner::Direct) continue;
      const bool is_right = answer.answered() && !answer.is_before_site() && answer.status != first_answer(told).status;
      if (is_right) out.confidence = model::Confidence::Certain;
      return add_comparison(out, key.path, is_right, answer.status, answer.exchange, told);
    }
  }

  void add_comparison(model::Finding& out, const std::string& path, bool is_right, int status, std::uint64_t exchange,
                      const Told& told) const {
    const std::string where = path.empty() ? m_target.url : path;
    const std::string answer = status == 0 ? "-" : fmt::format("{}", status);
    const char* const id = is_right                              ? "direct-right"
                           : status == 0                         ? "direct-unanswered"
                           : status == first_answer(told).status ? "direct-same"
                                                                 : "direct-other";
    out.evidence.push_back({id, {where, answer}, exchange});
  }

  static bool is_about(const Told& told, const std::string& path) {
    return std::any_of(told.symptoms.begin(), told.symptoms.end(),
                       [&](const Symptom* symptom) { return symptom->path == path; }) ||
           std::any_of(told.files.begin(), told.files.end(), [&](const Spoiled* file) { return file->path == path; });
  }

  const Observations& m_seen;
  const model::Target& m_target;
  std::map<About, Told> m_told;
};

// Neither the page nor the Server header of what arrives: where the server is IIS, something else answered.
bool is_from_elsewhere(const Seen& answer, const Observations& seen) {
  if (!seen.is_iis() || answer.from_iis || answer.is_before_site() || seen.own_servers().empty()) return false;
  return answer.status >= 300 && !seen.is_own_server(answer.server) && answer.family != PageFamily::IisRedirect;
}

}  // namespace

bool is_from_gateway(const Seen& answer, const Observations& seen) {
  if (!answer.answered()) return false;
  switch (answer.act) {
    case GatewayAct::None:
      // Of IIS only a share that gets nothing but 502: what runs behind it is down (iis.md a.2).
      if (answer.from_iis) return (answer.status == 502 || answer.status == 504) && seen.served() == 0;
      return is_from_elsewhere(answer, seen);
    case GatewayAct::WantsAccount:
    case GatewayAct::SignsIn:
      return true;
    case GatewayAct::UpstreamFailed: {
      // 503 of a web server that serves files is a limit of its own.
      const bool is_web_server = answer.family == PageFamily::Nginx || answer.family == PageFamily::Apache;
      return answer.status != 503 || !is_web_server || !seen.is_own_server(answer.server);
    }
    case GatewayAct::Refuses:
      // A page that no mark is sure of may be the server's own.
      return answer.mark == Mark::Own || !seen.is_own_server(answer.server);
  }
  return false;
}

bool is_block_page(const Spoiled& file, const Observations& seen) {
  if (!file.is_page) return false;
  if (file.seen.act != GatewayAct::None) return is_from_gateway(file.seen, seen);
  const Seen* const made_up = seen.probe(model::Method::Get, kMadeUpName);
  const bool is_for_any_name = made_up != nullptr && made_up->status == 200 && made_up->server == file.seen.server;
  return !is_for_any_name && !seen.own_servers().empty() && !seen.is_own_server(file.seen.server);
}

Findings judge_gateways(const Observations& seen, const model::Target& target) {
  return GatewayJudge(seen, target).judge();
}

}  // namespace webcid::diagnose
