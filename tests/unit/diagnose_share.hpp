// A share on a simulated IIS and a client that walks it: healthy by default, each test changes one thing. Written from
// iis.md b.1, b.2, c and d, apart from the test server's model of the same rules, so that a mistake in one of them
// cannot hide itself.
#pragma once

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <webcid/base/path.hpp>
#include <webcid/base/text.hpp>
#include <webcid/base/url.hpp>
#include <webcid/causes/causes.hpp>
#include <webcid/causes/statements.hpp>
#include <webcid/diagnose/case.hpp>

#include "catch.hpp"
#include "diagnose_pages.hpp"

namespace webcid::diagnose::testing {

enum class OptionsVerb { Works, Refused, WebDav, NotFoundWhenMissing };
enum class TraceVerb { NotImplemented, Refused };
enum class ErrorPages { Custom, Detailed, OneLine, Nginx, Apache, Tomcat };
enum class Alias { Present, Missing };
enum class Order { Forwards, Backwards };  // in which entries arrive
enum class Given { ByServer, ByUser };     // where the catalogue comes from

inline constexpr std::uint64_t kFileSize = 100;
inline constexpr const char* kAddress = "http://srv/SophosUpdate";
inline constexpr const char* kCatalogue = "webcid-catalogue.txt";

struct Share {
  using Names = std::set<std::string>;
  Names files{"savxp/setup.exe",  "savxp/engine.dll",  "savxp/readme.txt",  "savxp/notes.txt",  "savxp/vdl.dat",
              "savxp/vdl2.dat",   "savxp/a.vdb",       "savxp/b.vdb",       "savxp/LICENSE",    "savxp/VERSION",
              "linux/launcher",   "linux/libx.so.6",   "linux/c++.txt",     "linux/std+io.dll", "linux/bin/tool.txt",
              "linux/bin/on.exe", "binary/first.txt",  "binary/second.txt", "docs/manual.txt",  "docs/manual.pdf",
              "docs/index.pdf",   "linux/bin/off.dll", "savxp/tool.exe",    "cidsync.upd",      kCatalogue};
  std::optional<Names> published;  // what the catalogue says; all files without it

  // The guide's settings are made: everything has a type, listings are on, names with '+' pass, bin is not hidden.
  bool has_any_map = true;   // fileExtension=".*"
  bool has_none_map = true;  // fileExtension="."
  bool lists = true;
  bool double_escapes = true;
  Names hidden{"web.config", "app_code", "app_data"};  // segments, lower case
  Names denied{".config", ".cs", ".java"};             // extensions, lower case
  Names denied_sequences;
  Names unmapped;  // extensions without a type whatever else is mapped
  Names mapped{".exe", ".dll", ".txt", ".pdf"};
  Names hidden_files;  // with the attribute: 404.9

  Alias alias = Alias::Present;
  OptionsVerb options = OptionsVerb::Works;
  TraceVerb trace = TraceVerb::NotImplemented;
  ErrorPages pages = ErrorPages::Custom;
  std::string server = "Microsoft-IIS/10.0";
  bool has_account = false;
  bool is_acceptance = false;
  Order order = Order::Forwards;
  std::optional<std::uint64_t> listed_size;  // what listings show of every file, when it is another than the true one
  std::vector<std::string> addresses;        // that the name stands for
  std::string proxy;                         // on the way
  std::optional<model::Catalogue> catalogue_again;   // what a catalogue says when it is read once more
  std::optional<model::ReferenceKind> reference;     // --reference, where it is given
  std::optional<Names> referred;                     // what it has; all files without it
  std::function<void(model::ReferenceFact&)> refer;  // the last word about what it says of a file
  // The last word about an answer: for a path, at its n-th request (from 1).
  std::function<void(const std::string& path, int attempt, model::Record&)> tamper;

  const Names& entries() const { return published ? *published : files; }

  // The answer to one request; `path` as in ProbeWish.
  model::Exchange answer(model::Method method, const std::string& path) const {
    model::Exchange out;
    out.method = method;
    out.url = url_of(path);
    out.address = "192.0.2.1:80";
    out.http_version = "HTTP/1.1";
    if (!server.empty()) out.headers.push_back({"Server", server});
    if (path == "/") return served(std::move(out), "<html>start page</html>");
    const std::string below = path == "." ? "" : path;
    if (const auto sub = filtered_by(below)) return refused(std::move(out), 404, *sub);
    if (method == model::Method::Options) return answer_options(std::move(out), below);
    if (method == model::Method::Trace) {
      return trace == TraceVerb::Refused ? refused(std::move(out), 404, 6) : refused(std::move(out), 501, 0);
    }
    if (alias == Alias::Missing) return refused(std::move(out), 404, 0);
    const bool has_slash = path.empty() || path.back() == '/';
    if (is_folder(below)) return answer_folder(std::move(out), has_slash);
    if (has_slash || !exists(below)) return refused(std::move(out), 404, 0);
    if (const auto sub = static_refusal(below)) return refused(std::move(out), 404, *sub);
    return served(std::move(out), content_of(below));
  }

  // No two bytes next to each other are alike, and no two files.
  static std::string content_of(const std::string& path) {
    std::string out(kFileSize, ' ');
    for (std::size_t i = 0; i < out.size(); ++i) {
      const auto letter = static_cast<unsigned char>(path[i % path.size()]);
      out[i] = static_cast<char>('a' + static_cast<char>((i + letter) % 26));
    }
    return out;
  }

  std::optional<model::Listing> listing(const std::string& folder) const {
    const model::Exchange exchange = answer(model::Method::Get, folder);
    if (exchange.status != 200 || !(folder.empty() || folder.back() == '/') || folder == "/") return std::nullopt;
    model::Listing out{model::ListingStyle::Iis, {}};
    Names seen;
    for (const std::string& file : files) {
      if (file.compare(0, folder.size(), folder) != 0 || hidden_files.count(file) > 0) continue;
      const std::string rest = file.substr(folder.size());
      const auto slash = rest.find('/');
      if (!seen.insert(rest.substr(0, slash)).second) continue;
      const bool is_file = slash == std::string::npos;
      out.rows.push_back(
          {rest.substr(0, slash), !is_file, is_file ? std::optional(listed_size.value_or(kFileSize)) : std::nullopt});
    }
    return out;
  }

 private:
  static std::string url_of(const std::string& path) {
    if (path == "/") return "http://srv/";
    if (path == ".") return kAddress;
    return std::string(kAddress) + "/" + base::encode_path(path);
  }

  bool exists(const std::string& file) const { return files.count(file) > 0; }

  bool is_folder(std::string path) const {
    if (!path.empty() && path.back() != '/') path += '/';
    return path.empty() || std::any_of(files.begin(), files.end(), [&](const std::string& file) {
             return file.compare(0, path.size(), path) == 0;
           });
  }

  // iis.md b.1 step 5, c.2, c.3, d.2. Without the alias it is the site that filters, with the settings of a stock
  // server.
  std::optional<int> filtered_by(const std::string& path) const {
    const bool is_stock = alias == Alias::Missing;
    for (const std::string_view segment : base::split(path, '/')) {
      const std::string lower = base::to_lower(segment);
      if (hidden.count(lower) > 0 || (is_stock && lower == "bin")) return 8;
    }
    const bool changes = path.find('+') != std::string::npos || base::decode_percent(path) != path;
    if (changes && (is_stock || !double_escapes)) return 11;
    const std::string extension = base::extension_of(path);
    if (!extension.empty() && denied.count(extension) > 0) return 7;
    for (const std::string& sequence : denied_sequences) {
      if (path.find(sequence) != std::string::npos) return 5;
    }
    return std::nullopt;
  }

  // iis.md b.1 step 10, e.
  std::optional<int> static_refusal(const std::string& file) const {
    if (hidden_files.count(file) > 0) return 9;
    const std::string extension = base::extension_of(file);
    if (extension.empty()) {
      if (has_none_map) return std::nullopt;
      return has_any_map ? 17 : 3;
    }
    if (unmapped.count(extension) > 0) return 3;
    return has_any_map || mapped.count(extension) > 0 ? std::nullopt : std::optional<int>(3);
  }

  model::Exchange answer_options(model::Exchange out, const std::string& path) const {
    if (options == OptionsVerb::Refused) return refused(std::move(out), 404, 6);
    const bool there = alias == Alias::Present && (exists(path) || is_folder(path));
    if (options == OptionsVerb::NotFoundWhenMissing && !there) return refused(std::move(out), 404, 0);
    out.headers.push_back({"Allow", "OPTIONS, TRACE, GET, HEAD, POST"});
    if (options == OptionsVerb::WebDav) out.headers.push_back({"DAV", "1,2,3"});
    return served(std::move(out), "");
  }

  model::Exchange answer_folder(model::Exchange out, bool has_slash) const {
    if (!has_slash) {
      out.headers.push_back({"Location", out.url + "/"});
      out.status = 301;
      out.body.kept = redirect_page(out.url + "/");
      out.body.length = out.body.kept.size();
      return out;
    }
    if (!lists) return refused(std::move(out), 403, 14);
    return served(std::move(out), "<html><pre>a listing</pre></html>");
  }

  static model::Exchange served(model::Exchange out, std::string body) {
    out.status = 200;
    out.body.length = body.size();
    out.body.kept = std::move(body);
    return out;
  }

  std::string page(int status, int sub) const {
    switch (pages) {
      case ErrorPages::Custom:
        return custom_page(fmt::format("{} - Something went wrong.", status));
      case ErrorPages::Detailed:
        return detailed_page("IIS 10.0 Detailed Error", fmt::format("{}.{}", status, sub),
                             fmt::format("{},{},0x80070002,17763", status, sub));
      case ErrorPages::OneLine:
        return status == 404 ? "The resource you are looking for has been removed, had its name changed, or is "
                               "temporarily unavailable."
                             : "You do not have permission to view this directory or page.";
      case ErrorPages::Nginx:
        return kNginxPage;
      case ErrorPages::Apache:
        return kApachePage;
      case ErrorPages::Tomcat:
        return kTomcatPage;
    }
    return {};
  }

  model::Exchange refused(model::Exchange out, int status, int sub) const {
    out.status = status;
    const bool has_body = out.method == model::Method::Get || out.method == model::Method::Options;
    if (has_body) out.body.kept = page(status, sub);
    out.body.length = out.body.kept.size();
    return out;
  }
};

// Whether the request was for a file of the catalogue.
inline bool is_entry(const model::Record& record) {
  return record.purpose == model::Purpose::File || record.purpose == model::Purpose::Confirm;
}

struct Run {
  std::vector<model::Finding> findings;
  std::vector<model::Statement> notes;
  std::vector<model::GuideStep> guide;
  std::vector<ProbeWish> wishes;
  std::size_t rounds = 0;
};

// Walks a share as an update client does, then fulfils what diagnosis wishes for.
class Walk {
 public:
  Walk(const Share& share, Given given) : m_share(share), m_case(target_of(share, given)) {
    fetch(model::Purpose::Folder, model::Method::Get, "");
    const bool has_catalogue = given == Given::ByUser || read_catalogues();
    if (has_catalogue) {
      std::vector<std::string> entries(share.entries().begin(), share.entries().end());
      if (share.order == Order::Backwards) std::reverse(entries.begin(), entries.end());
      for (const std::string& path : entries) fetch(model::Purpose::File, model::Method::Get, path);
    }
    if (share.reference) m_case.add(reference());
  }

  Run finish() {
    Run run;
    for (auto wishes = m_case.wishes(); !wishes.empty(); wishes = m_case.wishes()) {
      ++run.rounds;
      REQUIRE(run.rounds <= Case::kMaxProbes + Case::kMaxConfirmations);
      for (const ProbeWish& wish : wishes) {
        run.wishes.push_back(wish);
        fetch(wish);
      }
    }
    run.findings = m_case.findings();
    run.notes = m_case.notes();
    run.guide = m_case.guide();
    return run;
  }

 private:
  static model::Target target_of(const Share& share, Given given) {
    model::Target target;
    target.url = kAddress;
    target.catalogue_given = given == Given::ByUser;
    target.has_account = share.has_account;
    target.addresses = share.addresses;
    target.proxy = share.proxy;
    target.is_acceptance = share.is_acceptance;
    return target;
  }

  // What --reference says of what is doubtful.
  model::Reference reference() const {
    model::Reference out{"\\\\srv\\SophosUpdate", *m_share.reference, {}};
    for (const Case::Doubt& doubt : m_case.doubts()) {
      model::ReferenceFact fact;
      fact.path = doubt.path;
      fact.is_there = (m_share.referred ? *m_share.referred : m_share.files).count(doubt.path) > 0;
      if (fact.is_there) fact.size = kFileSize;
      if (m_share.refer) m_share.refer(fact);
      out.facts.push_back(std::move(fact));
    }
    return out;
  }

  // Those that a listing shows, or each usual name once.
  bool read_catalogues() {
    const bool lists = m_share.listing("").has_value();
    bool read = false;
    for (const char* const name : {"manifest.dat", "SHA256SUMS", kCatalogue, "cidsync.upd"}) {
      if (lists && m_share.files.count(name) == 0) continue;
      const model::Record record = fetch(model::Purpose::Catalogue, model::Method::Get, name);
      read = read || record.outcome == model::Outcome::Verified;
    }
    return read;
  }

  model::Record fetch(model::Purpose purpose, model::Method method, const std::string& path) {
    ProbeWish wish;
    wish.purpose = purpose;
    wish.method = method;
    wish.path = path;
    return fetch(wish);
  }

  model::Record fetch(const ProbeWish& wish) {
    const model::Purpose purpose = wish.purpose;
    const std::string& path = wish.path;
    model::Record record;
    record.purpose = purpose;
    record.path = path;
    record.manner = wish.manner;
    record.exchange = m_share.answer(wish.method, path);
    record.exchange.id = ++m_last_id;
    if (wish.manner == model::Manner::OtherAddress) {
      const bool is_v6 = wish.address.find(':') != std::string::npos;
      record.exchange.address = is_v6 ? "[" + wish.address + "]:80" : wish.address + ":80";
    }
    if (wish.manner == model::Manner::Part) cut(record.exchange, wish.range);
    std::optional<model::Listing> listing;
    if (purpose == model::Purpose::Folder) listing = m_share.listing(path);
    const bool is_entry = purpose == model::Purpose::File || purpose == model::Purpose::Confirm;
    if (is_entry) record.entry = model::Entry{*base::RelativePath::create(path), kFileSize, {}};
    const bool arrived = record.exchange.status == 200;
    if (is_entry) record.outcome = arrived ? model::Outcome::Verified : model::Outcome::Refused;
    if (purpose == model::Purpose::Catalogue && !arrived) record.outcome = model::Outcome::Refused;
    if (purpose == model::Purpose::Catalogue && arrived && path != "cidsync.upd") {
      record.outcome = model::Outcome::Verified;
    }
    const std::string honest = record.exchange.body.kept;
    // How often a path was asked for says nothing about requests that vary something.
    const int attempt = wish.manner == model::Manner::Usual ? ++m_attempts[path] : 0;
    if (m_share.tamper) m_share.tamper(path, attempt, record);
    // Another page in the place of a listing lists nothing.
    if (record.exchange.status != 200 || record.exchange.body.kept != honest) listing.reset();
    const bool is_again = purpose == model::Purpose::Catalogue && !m_catalogues.insert(path).second;
    m_case.add(record, listing ? &*listing : nullptr,
               is_again && m_share.catalogue_again ? &*m_share.catalogue_again : nullptr);
    return record;
  }

  // RFC 9110, 15.3.7: a part, and where it belongs.
  static void cut(model::Exchange& exchange, const ProbeWish::Range& range) {
    if (exchange.status != 200) return;
    const std::uint64_t size = exchange.body.length;
    const std::uint64_t last = range.last.value_or(size - 1);
    exchange.status = 206;
    exchange.headers.push_back({"Content-Range", fmt::format("bytes {}-{}/{}", range.first, last, size)});
    exchange.body.kept = exchange.body.kept.substr(range.first, last - range.first + 1);
    exchange.body.length = exchange.body.kept.size();
  }

  const Share& m_share;
  Case m_case;
  std::uint64_t m_last_id = 0;
  std::map<std::string, int> m_attempts;
  std::set<std::string> m_catalogues;  // that were read
};

inline void check_statement(const model::Statement& statement) {
  INFO("statement " << statement.id << " with " << statement.arguments.size() << " arguments");
  CHECK(causes::is_known(statement));
}

// What holds for every run, whatever is wrong with the share.
inline void check_manners(const Run& run) {
  std::size_t probes = 0;
  std::set<std::string> made;
  for (const ProbeWish& wish : run.wishes) {
    check_statement(wish.activity);
    const bool confirms = wish.purpose == model::Purpose::Confirm;
    if (!confirms) ++probes;
    INFO("wish " << model::name_of(wish.purpose) << " " << model::name_of(wish.method) << " " << wish.path);
    CHECK(made.insert(fmt::format("{} {} {} {} {}", model::name_of(wish.purpose), model::name_of(wish.method),
                                  wish.path, model::name_of(wish.manner), wish.address))
              .second);
  }
  CHECK(probes <= Case::kMaxProbes);
  CHECK(run.wishes.size() - probes <= Case::kMaxConfirmations);
  for (const model::Finding& finding : run.findings) {
    INFO("finding " << finding.about.cause);
    CHECK(causes::find(finding.about.cause) != nullptr);
    CHECK(finding.affected.examples.size() <= 5);
    CHECK(finding.affected.examples.size() <= finding.affected.count);
    for (const model::Statement& statement : finding.evidence) check_statement(statement);
    for (const model::Statement& statement : finding.to_decide) check_statement(statement);
    for (const model::CauseRef& other : finding.alternatives) {
      CHECK(causes::find(other.cause) != nullptr);
      CHECK_FALSE(other == finding.about);
    }
    if (finding.confidence == model::Confidence::Certain) CHECK(finding.alternatives.empty());
    // Never a bare assertion (design section 6: what cannot be told says what would tell).
    CHECK_FALSE((finding.evidence.empty() && finding.to_decide.empty()));
  }
  for (const model::Statement& note : run.notes) check_statement(note);
  CHECK(std::is_sorted(run.findings.begin(), run.findings.end(), [](const auto& a, const auto& b) {
    return std::tie(a.severity, a.about.cause, a.about.parameters) <
           std::tie(b.severity, b.about.cause, b.about.parameters);
  }));
}

inline Run diagnose(const Share& share, Given given = Given::ByServer) {
  Run run = Walk(share, given).finish();
  check_manners(run);
  return run;
}

inline std::string text_of(const model::CauseRef& about) {
  std::string text = about.cause;
  for (std::size_t i = 0; i < about.parameters.size(); ++i) text += (i == 0 ? " " : ",") + about.parameters[i];
  return text;
}

using Told = std::vector<std::string>;

// "iis.hidden-segment bin": all findings, in their order.
inline Told told(const Run& run) {
  Told out;
  for (const model::Finding& finding : run.findings) out.push_back(text_of(finding.about));
  return out;
}

inline Told told(const Share& share, Given given = Given::ByServer) {
  return told(diagnose(share, given));
}

inline Told alternatives_of(const model::Finding& finding) {
  Told out;
  for (const model::CauseRef& about : finding.alternatives) out.push_back(text_of(about));
  return out;
}

// The statements' ids, in their order.
inline std::vector<std::string> ids_of(const std::vector<model::Statement>& statements) {
  std::vector<std::string> out;
  for (const model::Statement& statement : statements) out.push_back(statement.id);
  return out;
}

inline bool says(const std::vector<model::Statement>& statements, std::string_view id) {
  return std::any_of(statements.begin(), statements.end(), [&](const auto& statement) { return statement.id == id; });
}

}  // namespace webcid::diagnose::testing
