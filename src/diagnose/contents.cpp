// Findings about files that arrived, but not as the catalogue promises.
#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "findings.hpp"
#include "gateways.hpp"
#include "marks.hpp"
#include "spoils.hpp"

namespace webcid::diagnose {
namespace {

using model::Confidence;

bool answers_anything(const Observations& seen) {
  const Seen* const made_up = seen.probe(model::Method::Get, kMadeUpName);
  return made_up != nullptr && made_up->status == 200 && !made_up->is_before_site();
}

// How files of one kind arrived when they were fetched another way.
struct WayAround {
  std::string path;  // of the first that was asked for
  const Confirmation* first = nullptr;
  bool all_right = true;
  bool all_wrong = true;
  bool all_other = true;  // other bytes than at first, right or not
  bool any_cached = false;

  bool is_right() const { return first != nullptr && all_right; }
  bool is_wrong() const { return first != nullptr && all_wrong; }
};

struct Ways {
  WayAround fresh;                     // past the caches
  WayAround direct;                    // past the proxy
  bool is_asked_elsewhere = false;     // of another machine of the name
  bool is_answered_elsewhere = false;  // as far as that says anything
  bool has_size_on_disk = false;
  bool is_disk_wrong = true;  // where sizes are listed, the wrong ones are on the disk
};

// What a file's arriving so is told as.
struct Reading {
  std::string cause;
  std::string parameter;  // of causes that name one thing
  Confidence confidence = Confidence::Possible;
  std::vector<model::Statement> evidence;  // beside what was seen of the file itself
  std::vector<std::string> alternatives;   // causes about the same files
  std::vector<const char*> to_decide;
};

struct Collected {
  model::Finding finding;
  std::vector<std::string> alternatives;
  std::vector<std::string> paths;
  std::uint64_t confirmed = 0;
};

bool lists_paths(std::string_view cause) {
  return cause == "content.truncated" || cause == "content.empty" || cause == "content.size-mismatch" ||
         cause == "content.hash-mismatch" || cause == "iis.stale-cache";
}

class ContentJudge {
 public:
  explicit ContentJudge(const Observations& seen) : m_seen(seen), m_catch_all(answers_anything(seen)) { note_ways(); }

  Findings judge() {
    for (const Spoiled& file : m_seen.spoiled()) {
      if (m_seen.passing(file) == Passing::No && !is_block_page(file, m_seen)) take(file, read(file));
    }
    Findings out;
    for (auto& [key, collected] : m_by_cause) out.push_back(finish(std::move(collected)));
    judge_catch_all(out);
    judge_parts(out);
    return out;
  }

 private:
  void note_ways() {
    for (const Spoiled& file : m_seen.spoiled()) {
      Ways& ways = m_ways[kind_of(file)];
      note_way(file, model::Manner::NoCache, ways.fresh);
      note_way(file, model::Manner::Direct, ways.direct);
      for (const std::string& address : m_seen.nodes().others()) {
        const bool is_asked = m_seen.variations().count({file.path, model::Manner::OtherAddress, address}) > 0;
        ways.is_asked_elsewhere = ways.is_asked_elsewhere || is_asked;
        const bool is_answered = m_seen.elsewhere(file.path, address) != nullptr;
        ways.is_answered_elsewhere = ways.is_answered_elsewhere || is_answered;
      }
      const auto listed = m_seen.spellings().size_of(file.path);
      ways.has_size_on_disk = ways.has_size_on_disk || listed.has_value();
      if (listed && *listed != file.length) ways.is_disk_wrong = false;
    }
  }

  void note_way(const Spoiled& file, model::Manner manner, WayAround& way) const {
    const auto found = m_seen.variations().find({file.path, manner, {}});
    // An attempt that got no answer says nothing.
    if (found == m_seen.variations().end() || !found->second.has_arrived()) return;
    if (way.first == nullptr) {
      way.first = &found->second;
      way.path = file.path;
    }
    const bool is_right = found->second.outcome == model::Outcome::Verified;
    way.all_right = way.all_right && is_right;
    way.all_wrong = way.all_wrong && !is_right;
    way.all_other = way.all_other && !found->second.is_like(file);
    way.any_cached = way.any_cached || found->second.is_from_cache;
  }

  Reading read(const Spoiled& file) const {
    if (file.is_page || is_catch_all(file)) {
      if (m_catch_all) return {"content.answers-anything", "", Confidence::Certain, {}, {}, {}};
      return {"unexplained", "page", Confidence::Possible, {}, {}, {"run-again"}};
    }
    const Ways& ways = m_ways.at(kind_of(file));
    if (ways.direct.is_right()) return read_proxy(file, ways);
    if (ways.fresh.is_right()) return read_stale(file, ways);
    if (ways.direct.is_wrong()) {
      Reading own = read_own(file, ways);
      own.evidence.push_back({"wrong-directly", {ways.direct.path}, ways.direct.first->exchange});
      return own;
    }
    if (file.is_from_cache && ways.fresh.first != nullptr && !ways.fresh.any_cached && ways.fresh.all_other) {
      // What the server has by now is another version, be it the catalogue's or not.
      return {"proxy.stale", "", Confidence::Likely, {}, {}, {"run-again"}};
    }
    if (file.is_from_cache && (ways.fresh.first == nullptr || ways.fresh.any_cached)) {
      return {"proxy.stale", "", Confidence::Possible, {}, {own_cause(file)}, {"compare-on-server"}};
    }
    const bool is_whole = file.outcome == model::Outcome::WrongHash || file.outcome == model::Outcome::WrongSize;
    if (file.is_from_gateway && is_whole && file.length > 0 && file.content_encoding.empty()) {
      return read_gateway(file, ways);
    }
    return read_own(file, ways);
  }

  // As long as the page that a made-up name gets.
  bool is_catch_all(const Spoiled& file) const {
    const Seen* const made_up = m_seen.probe(model::Method::Get, kMadeUpName);
    return m_catch_all && file.outcome == model::Outcome::WrongSize && file.length > 0 &&
           file.length == made_up->length;
  }

  // Right without the proxy: whatever it is, the proxy does it.
  static Reading read_proxy(const Spoiled& file, const Ways& ways) {
    const bool is_stale = file.is_from_cache || ways.fresh.is_right();
    Reading out{is_stale ? "proxy.stale" : "proxy.alters-content", "", Confidence::Certain, {}, {}, {}};
    out.evidence.push_back({"right-directly", {ways.direct.path}, ways.direct.first->exchange});
    if (ways.fresh.is_right()) {
      out.evidence.push_back({"right-past-caches", {ways.fresh.path}, ways.fresh.first->exchange});
    }
    return out;
  }

  static Reading read_stale(const Spoiled& file, const Ways& ways) {
    const Confidence confidence = file.is_from_gateway ? Confidence::Certain : Confidence::Likely;
    return {
        "proxy.stale", "", confidence, {{"right-past-caches", {ways.fresh.path}, ways.fresh.first->exchange}}, {}, {}};
  }

  // A gateway shows itself, and the bytes are wrong whatever is asked: it may have changed them, or handed them on. One
  // that hands others on unharmed has rather handed on these as well.
  Reading read_gateway(const Spoiled& file, const Ways& ways) const {
    if (m_seen.right_through_gateway() > 0) {
      Reading own = read_own(file, ways);
      own.evidence.push_back({"gateway-shows", {file.path}, file.exchange});
      own.alternatives.emplace_back("proxy.alters-content");
      own.to_decide.push_back("compare-on-server");
      return own;
    }
    const bool only_wrong_ones = m_seen.right_without_gateway() > 0;
    Reading out{"proxy.alters-content",
                "",
                only_wrong_ones ? Confidence::Likely : Confidence::Possible,
                {{"gateway-shows", {file.path}, file.exchange}},
                {own_cause(file)},
                {"compare-on-server"}};
    if (only_wrong_ones) {
      const std::string count = fmt::format("{}", m_seen.right_without_gateway());
      out.evidence.push_back({"no-gateway-on-good", {count}, std::nullopt});
    }
    return out;
  }

  static std::string own_cause(const Spoiled& file) {
    if (file.outcome == model::Outcome::Truncated) return "content.truncated";
    if (!file.content_encoding.empty()) return "content.encoded";
    if (file.outcome == model::Outcome::WrongHash) return "content.hash-mismatch";
    return file.length == 0 ? "content.empty" : "content.size-mismatch";
  }

  Reading read_own(const Spoiled& file, const Ways& ways) const {
    Reading out{own_cause(file), "", Confidence::Certain, {}, {}, {}};
    if (out.cause == "content.encoded") {
      out.parameter = file.content_encoding;
      if (file.is_from_gateway) {
        out.alternatives.emplace_back("proxy.alters-content");
        out.to_decide.push_back("compare-on-server");
      }
      return out;
    }
    if (file.outcome != model::Outcome::WrongHash && file.outcome != model::Outcome::WrongSize) return out;
    // Another machine of the name did not come to it when it was asked.
    if (ways.is_asked_elsewhere && !ways.is_answered_elsewhere) {
      out.alternatives.emplace_back("nodes.disagree");
      out.to_decide.push_back("run-again");
    }
    const auto listed = m_seen.spellings().size_of(file.path);
    if (listed) out.evidence.push_back({"listed-size", {file.path, fmt::format("{}", *listed)}, std::nullopt});
    if (read_reference(file, out)) return out;
    if (file.length == 0 || !may_be_stale(file)) return out;
    // The folder has the promised size, and IIS answers with another: it is not the file that is served.
    if (listed && listed == file.expected && *listed != file.length) {
      out.cause = "iis.stale-cache";
      out.alternatives.emplace_back("proxy.alters-content");
      out.to_decide.push_back("recycle-pool");
    } else if (file.outcome == model::Outcome::WrongHash || !ways.has_size_on_disk || !ways.is_disk_wrong) {
      // Damaged, or of another version, on the disk or in the server's memory: the same from here.
      out.alternatives.emplace_back("iis.stale-cache");
      out.to_decide.push_back("recycle-pool");
      if (!m_seen.reference().is_given()) out.to_decide.push_back("give-reference");
    }
    return out;
  }

  // Whether --reference decides what the file is told as.
  bool read_reference(const Spoiled& file, Reading& out) const {
    const Reference& reference = m_seen.reference();
    const HeldBytes held = reference.bytes_of(file);
    if (held == HeldBytes::AsArrived) {
      out.evidence.push_back({"reference-as-arrived", {reference.name(), file.path}, std::nullopt});
      return true;
    }
    // Lists and other folders say what should be there: that is known already.
    if (held != HeldBytes::Promised || reference.word() != Word::Proof || file.length == 0) return false;
    const auto served = base::parse_http_date(file.last_modified);
    const auto there = reference.written(file.path);
    const bool is_older = served && there && *served < *there;
    if (!may_be_stale(file) && !(m_seen.is_iis() && !file.is_from_cache && is_older)) return false;
    out.evidence.push_back({"reference-right", {reference.name(), file.path}, std::nullopt});
    out.cause = "iis.stale-cache";
    return true;
  }

  // iis.md i: IIS's caches hold whole older files, with their date, and nothing shows that a cache answered. What is
  // younger than the catalogue is no older copy.
  bool may_be_stale(const Spoiled& file) const {
    const auto written = base::parse_http_date(file.last_modified);
    return m_seen.is_iis() && !file.is_from_cache && written && *written <= m_seen.renewal().newest_date();
  }

  model::Statement what_came(const Spoiled& file) const {
    const auto statement = [&](const char* id, std::vector<std::string> arguments) {
      return model::Statement{id, std::move(arguments), file.exchange};
    };
    if (file.is_page) return statement("page-instead", {file.path});
    const std::string length = fmt::format("{}", file.length);
    const std::string expected = file.expected ? fmt::format("{}", *file.expected) : "?";
    if (file.outcome == model::Outcome::Truncated) return statement("cut-short", {file.path, length, expected});
    if (!file.content_encoding.empty()) return statement("encoded", {file.path, file.content_encoding});
    if (file.is_from_cache) return statement("from-cache", {file.path});
    if (file.outcome == model::Outcome::WrongHash) return statement("wrong-digest", {file.path, length});
    return statement("wrong-size", {file.path, length, expected});
  }

  void take(const Spoiled& file, Reading reading) {
    auto [found, fresh] = m_by_cause.try_emplace({reading.cause, reading.parameter});
    Collected& collected = found->second;
    model::Finding& finding = collected.finding;
    if (fresh) {
      finding = finding_of(reading.cause, {});
      if (!reading.parameter.empty()) finding.about.parameters.push_back(reading.parameter);
      finding.confidence = reading.confidence;
    }
    // A finding is as sure as the least sure of its files.
    finding.confidence = std::max(finding.confidence, reading.confidence);
    ++finding.affected.count;
    if (finding.affected.examples.size() < kMaxExamples) finding.affected.examples.push_back(file.path);
    if (collected.paths.size() < kMaxPaths) collected.paths.push_back(file.path);
    if (finding.affected.count <= 3) finding.evidence.push_back(what_came(file));
    for (model::Statement& statement : reading.evidence) {
      const bool is_known = std::any_of(finding.evidence.begin(), finding.evidence.end(),
                                        [&](const model::Statement& known) { return known.id == statement.id; });
      if (!is_known) finding.evidence.push_back(std::move(statement));
    }
    for (std::string& alternative : reading.alternatives) {
      auto& known = collected.alternatives;
      if (std::find(known.begin(), known.end(), alternative) == known.end()) known.push_back(std::move(alternative));
    }
    for (const char* const id : reading.to_decide) add_decider(finding, id);
    const Confirmation* const again = m_seen.second_attempt(file.path, 200);
    if (again != nullptr && again->is_like(file)) ++collected.confirmed;
  }

  // Those that an alternative is about.
  std::vector<std::string> parameters_of(const std::string& cause, const Collected& collected) const {
    if (lists_paths(cause)) return collected.paths;
    if (cause != "nodes.disagree") return {};
    std::vector<std::string> addresses = m_seen.nodes().others();
    addresses.push_back(m_seen.nodes().in_use());
    std::sort(addresses.begin(), addresses.end());
    return addresses;
  }

  model::Finding finish(Collected collected) const {
    model::Finding& finding = collected.finding;
    if (lists_paths(finding.about.cause)) finding.about.parameters = collected.paths;
    for (const std::string& cause : collected.alternatives) {
      finding.alternatives.push_back({cause, parameters_of(cause, collected)});
    }
    if (collected.confirmed > 0) {
      finding.evidence.push_back({"confirmed", {fmt::format("{}", collected.confirmed)}, std::nullopt});
    } else if (finding.confidence == Confidence::Certain) {
      // The bytes speak for themselves once they came twice the same.
      finding.confidence = Confidence::Likely;
    }
    if (!finding.alternatives.empty() && finding.confidence == Confidence::Certain) {
      finding.confidence = Confidence::Likely;
    }
    return std::move(collected.finding);
  }

  void judge_catch_all(Findings& out) const {
    if (!m_catch_all) return;
    const bool is_named = m_by_cause.count({"content.answers-anything", ""}) > 0;
    if (!is_named) {
      model::Finding finding = finding_of("content.answers-anything", {});
      // causes.tsv: a warning while every real file is right.
      const bool all_right = m_seen.served() > 0 && m_seen.spoiled().empty() && m_seen.symptoms().empty();
      if (all_right) finding.severity = model::Severity::Warning;
      finding.confidence = Confidence::Certain;
      out.push_back(std::move(finding));
    }
    for (model::Finding& finding : out) {
      if (finding.about.cause != "content.answers-anything") continue;
      const Seen* const made_up = m_seen.probe(model::Method::Get, kMadeUpName);
      finding.evidence.push_back({"made-up-served", {kMadeUpName, "200"}, made_up->exchange});
      const bool is_error = finding.severity == model::Severity::Error;
      if (is_error) finding.to_decide.push_back({"unseen-answered", {}, std::nullopt});
    }
  }

  void judge_parts(Findings& out) const {
    const auto& answer = m_seen.parts().answer();
    if (!answer || answer->is_right) return;
    const Parts::Sample& sample = *m_seen.parts().sample();
    const auto again = m_seen.confirmations().find(sample.path);
    const bool is_asked = again != m_seen.confirmations().end();
    if (is_asked && again->second.outcome != model::Outcome::Verified) return;
    model::Finding finding = finding_of("content.range-broken", {});
    finding.confidence = is_asked ? Confidence::Certain : Confidence::Likely;
    const ProbeWish::Range range = m_seen.parts().range();
    const std::string asked = fmt::format("{}-{}", range.first, range.last.value_or(0));
    const std::string said = answer->content_range.empty() ? "-" : answer->content_range;
    finding.evidence.push_back({"part-wrong", {sample.path, asked, said}, answer->exchange});
    if (is_asked) finding.evidence.push_back({"whole-right", {sample.path}, again->second.exchange});
    out.push_back(std::move(finding));
  }

  const Observations& m_seen;
  bool m_catch_all;
  std::map<SpoilKind, Ways> m_ways;
  std::map<std::pair<std::string, std::string>, Collected> m_by_cause;
};

}  // namespace

Findings judge_contents(const Observations& seen) {
  return ContentJudge(seen).judge();
}

}  // namespace webcid::diagnose
