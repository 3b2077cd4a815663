// Everything that was seen, in the form that inference needs: refusals one by one, successes only as far as they
// contradict something. Memory grows with the failures, not with the tree.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include <webcid/diagnose/case.hpp>
#include <webcid/diagnose/page.hpp>
#include <webcid/model/evidence.hpp>

#include "node_answers.hpp"
#include "parts.hpp"
#include "reference.hpp"
#include "renewal.hpp"
#include "rules.hpp"
#include "spellings.hpp"

namespace webcid::diagnose {

// The made-up names of probes: nothing that a publication or an intrusion filter could know.
inline constexpr const char* kMadeUpName = "zz-webcid-probe.txt";

// How one request was answered.
struct Seen {
  int status = 0;
  std::optional<int> sub_status;
  std::string sub_status_source;  // the server's own file that says it; "": the page does
  PageFamily family = PageFamily::None;
  model::TransportError error = model::TransportError::None;
  std::uint64_t exchange = 0;
  bool from_iis = false;  // by its page or its Server header: only IIS answers by IIS's rules
  bool carried_credentials = false;
  bool challenges = false;   // WWW-Authenticate or Proxy-Authenticate is there
  std::uint32_t result = 0;  // HRESULT on a detailed page; 0: none
  std::string server;        // the Server header, as sent
  std::string location;      // of a redirect, as sent
  std::uint64_t length = 0;  // of the body
  std::string realm;         // of a proxy's challenge

  HttpSysReason reason = HttpSysReason::None;
  GatewayAct act = GatewayAct::None;
  std::string_view product;  // of page.hpp: it lives for ever
  Mark mark = Mark::None;

  // Whether something before the site answered: such an answer says nothing about what the site has.
  bool is_before_site() const {
    return act != GatewayAct::None || family == PageFamily::HttpSys || family == PageFamily::HttpSysService;
  }
  bool answered() const { return status != 0 && error == model::TransportError::None; }
};

enum class Listed : std::uint8_t { Unknown, Yes, No };

// A refusal to be explained.
struct Symptom {
  std::string path;
  Asked asked = Asked::File;
  Seen seen;
};

// A file that arrived, but not as the catalogue promises.
struct Spoiled {
  std::string path;
  model::Outcome outcome = model::Outcome::WrongHash;
  std::uint64_t length = 0;
  std::optional<std::uint64_t> expected;
  bool is_page = false;          // an HTML page in place of something else
  bool is_from_cache = false;    // Age, X-Cache: HIT
  bool is_from_gateway = false;  // Via and the like
  std::string content_encoding;  // when one came although identity was asked for
  std::string last_modified;     // as sent
  std::vector<model::Digest> promised;
  std::vector<model::Digest> arrived;
  std::uint64_t exchange = 0;
  Seen seen;
};

// Answers of one kind to GET requests, whatever they were for.
struct Answers {
  std::uint64_t count = 0;
  std::string path;  // of the first
  Seen first;
};

// What makes two answers with 200 the same kind, whatever names they were given for.
struct AnswerKind {
  std::string type;     // Content-Type
  std::string opening;  // the first bytes
  std::uint64_t length = 0;
  bool is_like(const AnswerKind& other) const {
    return type == other.type && (length == other.length || opening == other.opening);
  }
};

// What a second attempt on an entry gave.
struct Confirmation {
  model::Outcome outcome = model::Outcome::Failed;
  int status = 0;
  std::uint64_t exchange = 0;
  PageFamily family = PageFamily::None;
  bool is_from_cache = false;
  std::vector<model::Digest> arrived;

  // Whether it shows the file as that attempt did: the same verdict on the same bytes, as far as they were digested. Of
  // pages that came instead, and of what is cut off somewhere, no two are the same.
  bool is_like(const Spoiled& first) const;
  // Whether it was answered with the file, or what is said to be it.
  bool has_arrived() const { return status == 200 || status == 304; }
};

// Why an answer says nothing lasting about the rules of the server and what it publishes; who tells it instead.
enum class Passing : std::uint8_t {
  No,          // it stands
  OtherAgain,  // a second attempt gave something else
  Limited,     // a limit on requests was in force
  Renewed,     // the tree was published anew meanwhile
  OneNode,     // another machine of the name does well
  Misspelt,    // the file is there, in another case
};

class Standing;

// A probe's answer by what it asked.
struct ProbeKey {
  model::Method method = model::Method::Get;
  std::string path;
  model::Manner manner = model::Manner::Usual;
  std::string address;  // OtherAddress
  friend auto operator<=>(const ProbeKey&, const ProbeKey&) = default;
};

// A second attempt on an entry that varied something.
struct VariationKey {
  std::string path;
  model::Manner manner = model::Manner::NoCache;
  std::string address;  // OtherAddress
  friend auto operator<=>(const VariationKey&, const VariationKey&) = default;
};

// Characters of a path.
std::size_t count_characters(std::string_view path);

class Observations {
 public:
  explicit Observations(const model::Target& target);
  ~Observations();
  Observations(const Observations&) = delete;
  Observations& operator=(const Observations&) = delete;

  // `catalogue`: what the body of a catalogue that was asked for again says.
  void add(const model::Record& record, const model::Listing* listing, const model::Catalogue* catalogue);

  // Names refusals that their pages do not name, where path and status are those of a fact.
  void add(std::span<const model::ServerFact> facts);
  std::vector<std::string> unnamed() const;

  // What --reference says of what is doubtful, and what is.
  void add(const model::Reference& reference);
  std::vector<Case::Doubt> doubts() const;
  const Reference& reference() const { return m_reference; }

  // Both by path: in which order parallel transfers ended must not show.
  const std::vector<Symptom>& symptoms() const;
  const std::vector<Spoiled>& spoiled() const;
  const std::map<ProbeKey, Seen>& probes() const { return m_probes; }
  // The answer to a probe; null when it was not asked.
  const Seen* probe(model::Method method, std::string_view path, model::Manner manner = model::Manner::Usual,
                    const std::string& address = {}) const;
  const std::map<std::string, Confirmation>& confirmations() const { return m_confirmations; }
  const std::map<VariationKey, Confirmation>& variations() const { return m_variations; }

  const NodeAnswers& nodes() const { return m_nodes; }
  const Parts& parts() const { return m_parts; }
  const Renewal& renewal() const { return m_renewal; }
  const Spellings& spellings() const { return m_spellings; }
  // By extension the first of the files that arrived right, yet out of a cache.
  const std::map<std::string, std::string>& cached_successes() const { return m_cached_successes; }
  // Files that arrived right, by whether a gateway showed itself.
  std::uint64_t right_through_gateway() const { return m_right_through_gateway; }
  std::uint64_t right_without_gateway() const { return m_right_without_gateway; }
  bool has_proxy() const { return m_has_proxy; }
  bool is_acceptance() const { return m_is_acceptance; }

  Passing passing(const Symptom& symptom) const;
  Passing passing(const Spoiled& spoiled) const;
  // See Standing.
  const Confirmation* second_attempt(const std::string& path, int first_status) const;
  const Confirmation* elsewhere(const std::string& path, const std::string& address) const;
  bool is_likely_misspelt(const std::string& path) const;
  // Whether the refusal says nothing lasting about the server, and is told by what does: see Passing.
  bool is_taken_back(const Symptom& symptom) const { return passing(symptom) != Passing::No; }
  // Of files that arrived: the longest path below the address, in bytes as it is sent and in characters.
  std::size_t longest_served_url() const { return m_longest_served_url; }
  std::size_t longest_served_path() const { return m_longest_served_path; }
  // Whether a file below the folder ("" or "savxp/") arrived.
  bool has_success_below(std::string_view folder) const;
  // The largest folder around the path in which nothing arrived, with its final slash; "" when there is none, and
  // when nothing of the share arrived at all.
  std::string refused_part(std::string_view path) const;
  // Whether a file or a catalogue was refused with the status of the address itself.
  bool is_any_refused_as_address() const;
  // Whether a success is known that this rule would have refused.
  bool is_contradicted(const Rule& rule, std::string_view key) const;
  // Whether the folder's listing shows the path; Unknown without that listing.
  Listed listed(std::string_view path) const;
  std::size_t listed_folders() const { return m_listed_folders.size(); }
  bool has_listing(std::string_view folder) const { return m_listed_folders.count(std::string(folder)) > 0; }
  // Whether it shows the path, yet in another case only.
  bool is_listed_in_other_case(std::string_view path) const;
  // The same name in another case, under which it may be there: as a listing has it, else a guess; "" for none.
  std::string other_case_of(const std::string& path) const;
  // How that name was answered; null when it was not asked for.
  const Seen* answer_in_other_case(const std::string& path) const;

  std::uint64_t served() const { return m_served; }  // files that arrived
  // The first by name of the files that arrived: the same whatever the order of arrival.
  const std::string& first_served() const { return m_first_served; }
  std::uint64_t entries() const { return m_entries; }
  // A folder's name in refused paths, by its lower-case form.
  struct RefusedSegment {
    std::string spelling;     // of the first
    std::uint64_t count = 0;  // refusals below it
  };
  const std::unordered_map<std::string, RefusedSegment>& refused_segments() const { return m_refused_segments; }

  // Of each kind of names that the guide's steps are about the first by name that was served; "" for none.
  struct ServedKinds {
    std::string unmapped;  // an extension that a stock IIS does not know
    std::string extensionless;
    std::string double_escaped;
    std::string below_bin;
  };
  const ServedKinds& served_kinds() const { return m_served_kinds; }

  bool is_iis() const;
  // The first Server header seen; of the server itself where it answered at all.
  const std::string& server() const { return m_server.empty() ? m_server_before : m_server; }
  // Whether what arrived, or what is surely IIS's, came with this Server header; nothing is known before any did.
  bool is_own_server(const std::string& server) const { return m_own_servers.count(server) > 0; }
  const std::set<std::string>& own_servers() const { return m_own_servers; }
  // What gateways did, and why HTTP.sys refused.
  const std::map<GatewayAct, Answers>& gateway_answers() const { return m_gateway_answers; }
  const std::map<HttpSysReason, Answers>& http_sys_answers() const { return m_http_sys_answers; }
  // Whether no GET request came through to a site: nothing is known about the share.
  bool is_hidden() const { return m_gets > 0 && m_gets_answered_before == m_gets; }
  // The last exchange that the site itself answered; 0 for none.
  std::uint64_t last_answer_of_site() const { return m_last_answer_of_site; }
  std::size_t longest_served_segment() const { return m_longest_served_segment; }  // in bytes
  bool is_served_extension(std::string_view extension) const;
  bool has_only_not_found() const { return m_other_than_not_found == 0; }  // of all symptoms
  bool has_response() const { return m_responses > 0; }
  // The exchange without a response that came furthest: a refused connection tells more than a missing route.
  const std::optional<model::Exchange>& telling_failure() const { return m_telling_failure; }
  bool do_failures_agree() const { return m_failures_agree; }

  // The address itself, with its final slash, and the root of the site.
  const std::optional<Seen>& address_folder() const { return m_address_folder; }
  const std::optional<Seen>& site_root() const { return m_site_root; }
  // Whether a missing alias could be why the address is not there: it has one, and nothing above it is known to exist.
  bool may_alias_be_missing() const { return m_has_alias && m_existing_above.empty(); }
  // Whether the address, by whatever answer, is known to exist.
  bool is_address_there() const;
  // Whether it was asked for and got 404, with its final slash and without: other rules than the share's then answer.
  bool is_address_absent() const;
  // The name of the address' own folder; "" for the root of a site.
  const std::string& address_name() const { return m_address_name; }
  // Folders above the address, absolute and without their final slash, that are to be asked for; nearest first.
  const std::vector<std::string>& folders_above() const { return m_folders_above; }
  // The nearest of them that exists; "" when none is known to.
  const std::string& existing_folder_above() const { return m_existing_above; }
  // Whether the run ended before it had seen all there is.
  void end_early() { m_has_ended_early = true; }
  bool has_ended_early() const { return m_has_ended_early; }

  struct UnreadableCatalogue {
    std::string path;
    model::ParseProblem problem;
    std::uint64_t exchange = 0;
    GatewayAct act = GatewayAct::None;
    AnswerKind kind;
  };
  const std::vector<UnreadableCatalogue>& unreadable_catalogues() const { return m_unreadable; }
  // Whether a catalogue is there and broken, and not merely a name that got what any name gets.
  bool is_evidence(const UnreadableCatalogue& unreadable) const {
    return unreadable.act == GatewayAct::None && !(m_made_up_kind && m_made_up_kind->is_like(unreadable.kind));
  }
  std::uint64_t readable_catalogues() const { return m_readable_catalogues; }
  // Catalogue names that were asked for and not served.
  const std::vector<std::string>& refused_catalogues() const { return m_refused_catalogues; }

  // Entries that this machine could not store.
  struct LocalFailure {
    std::string path;
    std::string reason;
    std::uint64_t exchange = 0;
  };
  const std::vector<LocalFailure>& local_failures() const { return m_local_failures; }

  struct Challenge {
    std::uint64_t refused = 0;         // 401 answers
    std::uint64_t with_account = 0;    // of those, to a request that carried an account
    std::vector<std::string> schemes;  // of the first challenge, as the server names them
    std::uint64_t exchange = 0;
  };
  const Challenge& challenge() const { return m_challenge; }
  // The first exchange that an account opened; 0 for none.
  std::uint64_t admitted_account() const { return m_admitted_account; }

 private:
  void add_folder(const model::Record& record, const Seen& seen, const model::Listing* listing);
  void add_catalogue(const model::Record& record, const Seen& seen, const model::Catalogue* catalogue);
  void add_entry(const model::Record& record, const Seen& seen);
  void add_confirmation(const model::Record& record, const Seen& seen);
  bool was_answered_before_site(std::string_view path) const;
  void add_varied(const model::Record& record, const Seen& seen);
  void add_response(const model::Record& record, const Seen& seen);
  void add_own_server(const Seen& seen);
  void add_failure(const model::Exchange& exchange);
  void add_folder_above(const model::Record& record);
  void add_listing(std::string_view folder, const model::Listing& listing, std::uint64_t exchange);
  void add_symptom(Symptom symptom);
  void add_right(const model::Record& record);
  void note_passed(const Symptom& symptom);
  bool is_failing(std::string_view path) const;
  const Standing& standing() const;
  void sort() const;
  void add_served(std::string_view path);
  void pass(std::string_view path, Asked asked, Passed passed);

  mutable std::vector<Symptom> m_symptoms;  // sorted when they are asked for
  mutable std::vector<Spoiled> m_spoiled;
  mutable std::unique_ptr<Standing> m_standing;  // made anew after something was added
  mutable bool m_is_sorted = true;
  std::unordered_set<std::string> m_failing;  // paths of both
  std::map<ProbeKey, Seen> m_probes;
  std::map<std::string, Confirmation> m_confirmations;
  std::map<VariationKey, Confirmation> m_variations;
  std::map<std::string, std::string> m_cached_successes;
  NodeAnswers m_nodes;
  Parts m_parts;
  Renewal m_renewal;
  Spellings m_spellings;
  Reference m_reference;

  // Hashes of (rule, key) that some success contradicts: 8 bytes for a key, not the key.
  std::unordered_set<std::uint64_t> m_contradicted;
  std::unordered_set<std::uint64_t> m_listed_names;        // hashes of listed paths
  std::unordered_set<std::uint64_t> m_listed_names_lower;  // the same, lower case
  std::unordered_set<std::string> m_listed_folders;
  std::unordered_map<std::string, RefusedSegment> m_refused_segments;
  std::unordered_set<std::uint64_t> m_served_folders;  // hashes of folders with a success below
  std::set<int> m_refused_statuses;                    // of files and catalogues

  std::size_t m_longest_served_url = 0;
  std::size_t m_longest_served_path = 0;
  std::uint64_t m_served = 0;
  std::uint64_t m_right_through_gateway = 0;
  std::uint64_t m_right_without_gateway = 0;
  std::string m_first_served;
  ServedKinds m_served_kinds;
  std::uint64_t m_entries = 0;
  std::uint64_t m_responses = 0;
  std::uint64_t m_iis_marks = 0;
  std::string m_server;
  std::string m_server_before;  // of gateways and HTTP.sys
  bool m_has_proxy = false;
  bool m_is_acceptance = false;
  std::set<std::string> m_own_servers;
  std::map<GatewayAct, Answers> m_gateway_answers;
  std::map<HttpSysReason, Answers> m_http_sys_answers;
  std::uint64_t m_gets = 0;
  std::uint64_t m_gets_answered_before = 0;
  std::uint64_t m_last_answer_of_site = 0;
  std::size_t m_longest_served_segment = 0;
  std::unordered_set<std::uint64_t> m_served_extensions;  // hashes
  std::uint64_t m_other_than_not_found = 0;
  std::optional<AnswerKind> m_made_up_kind;
  std::optional<model::Exchange> m_telling_failure;
  bool m_failures_agree = true;
  bool m_has_alias = false;
  std::string m_address_name;
  bool m_has_ended_early = false;
  std::vector<std::string> m_folders_above;
  std::string m_existing_above;
  std::optional<Seen> m_address_folder;
  std::optional<Seen> m_site_root;
  bool m_bare_address_is_there = false;
  std::vector<UnreadableCatalogue> m_unreadable;
  std::uint64_t m_readable_catalogues = 0;
  std::vector<std::string> m_refused_catalogues;
  std::unordered_set<std::string> m_catalogue_symptoms;
  std::vector<LocalFailure> m_local_failures;
  Challenge m_challenge;
  std::uint64_t m_admitted_account = 0;
};

}  // namespace webcid::diagnose
