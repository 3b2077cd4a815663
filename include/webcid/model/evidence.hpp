// A run's record: each exchange with what it was for and what became of it. Enough to judge the run again elsewhere.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <webcid/model/catalogue.hpp>
#include <webcid/model/exchange.hpp>
#include <webcid/model/reference.hpp>
#include <webcid/model/server_fact.hpp>
#include <webcid/model/statement.hpp>

namespace webcid::model {

// What a request was sent for.
enum class Purpose : std::uint8_t {
  Folder,     // the address itself or a folder: is it there, is it listed
  Catalogue,  // a file that may be a catalogue
  File,       // an entry
  Confirm,    // an entry that failed, once more
  Probe,      // diagnosis asked for it
};
std::string_view name_of(Purpose purpose);
std::optional<Purpose> purpose_named(std::string_view name);

// How a request went out, where it was not as the run's own: what a probe varies to see whether the answer follows.
enum class Manner : std::uint8_t {
  Usual,         // as the run asks: entries as an endpoint does, probes with no-cache
  NoCache,       // an entry with Cache-Control: no-cache
  OtherAgent,    // with another User-Agent
  Tls,           // over TLS (HEAD; no account, the certificate not verified)
  Direct,        // past the proxy
  OtherAddress,  // at another address of the name; Exchange::address says which
  Part,          // a range of bytes
};
std::string_view name_of(Manner manner);  // "usual", "no-cache", ...
std::optional<Manner> manner_named(std::string_view name);
// The User-Agent of Manner::OtherAgent (design section 5).
inline constexpr const char* kOtherAgent = "Mozilla/5.0";

// An entry's verdict.
enum class Outcome : std::uint8_t { Verified, WrongSize, WrongHash, Truncated, Refused, Failed, Skipped };
std::string_view name_of(Outcome outcome);  // "verified", "wrong-size", ...
std::optional<Outcome> outcome_named(std::string_view name);

// One exchange in the context of the run.
struct Record {
  Purpose purpose = Purpose::Probe;
  std::string path;  // bytes, relative to the address ("" is the address's folder); a folder ends with '/'
  Manner manner = Manner::Usual;
  Exchange exchange;
  std::optional<Entry> entry;           // File and Confirm: what was expected
  std::optional<Outcome> outcome;       // File and Confirm: the verdict
  std::optional<ParseProblem> problem;  // Catalogue: why it could not be read
};

// How a run ended, which its records alone do not tell.
struct Completion {
  std::uint64_t planned = 0;    // entries that were to be fetched
  bool interrupted = false;     // Ctrl-C
  std::uint64_t published = 0;  // entries that there were, if more than planned
  // What a reader should know and no record shows, in the report's order.
  std::vector<Statement> notes{};
  std::optional<base::Time> finished{};  // unknown of runs that were saved before this was
  double seconds = 0;                    // that the run took, with `finished`
  // What files of the server said of refusals, in the order in which they were taken.
  std::vector<ServerFact> server_facts{};
  std::optional<Reference> reference{};  // what --reference says of what the run wondered about
  std::uint64_t shortened = 0;           // answers whose bodies were judged whole and saved as a prefix
  friend bool operator==(const Completion&, const Completion&) = default;
};

// What a run was asked to do: everything that judging needs beside the records.
struct Target {
  std::string url;                     // as given, without credentials
  std::vector<std::string> addresses;  // that the name stands for
  std::string user_agent;
  std::string proxy;  // "host:port (from http_proxy)" or ""
  bool proxy_from_environment = false;
  std::optional<Statement> proxy_origin{};  // what --proxy auto found, and where; nothing where it was not asked
  bool has_account = false;
  bool is_logged_on = false;     // --user :, the account of whoever ran it
  bool catalogue_given = false;  // --catalogue: entries did not come from the server
  bool is_acceptance = false;    // --acceptance: every step of the guide is judged, and said with its proof
  std::string install_source;    // --install-source: what the policy says; "" when it was not given
  // What only the server's own configuration says; "": unknown.
  std::string site{};           // "Default Web Site/SophosUpdate"
  std::string physical_path{};  // of the share's folder
  std::string pool{};           // the application pool
  // --from-endpoint: the file or command of the update settings that the address is from; "" when it was given.
  std::string settings{};
};

}  // namespace webcid::model
