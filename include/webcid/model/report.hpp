// What a run concludes, free of language: texts are made from it by `causes` and `report`.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <webcid/base/clock.hpp>
#include <webcid/model/chronicle.hpp>
#include <webcid/model/evidence.hpp>
#include <webcid/model/statement.hpp>

namespace webcid::model {

enum class Severity : std::uint8_t { Error, Warning, Note };
enum class Confidence : std::uint8_t { Certain, Likely, Possible };
std::string_view name_of(Severity severity);
std::string_view name_of(Confidence confidence);
std::optional<Severity> severity_named(std::string_view name);
std::optional<Confidence> confidence_named(std::string_view name);

// A cause (row of the catalogue of causes) with what it is about: extensions, a segment, paths, host:port...
struct CauseRef {
  std::string cause;  // "iis.hidden-segment"
  std::vector<std::string> parameters;
  friend bool operator==(const CauseRef&, const CauseRef&) = default;
};

struct Affected {
  std::uint64_t count = 0;            // entries that this finding explains
  std::vector<std::string> examples;  // at most 5 paths, raw bytes
};

// A cause that holds, with its evidence.
struct Finding {
  CauseRef about;
  Severity severity = Severity::Error;
  Confidence confidence = Confidence::Possible;
  std::vector<Statement> evidence;
  Affected affected;
  std::vector<CauseRef> alternatives;  // causes that explain the same and could not be told apart from here
  std::vector<Statement> to_decide;    // what would tell them apart, or what could not be seen
};

enum class Verdict : std::uint8_t { Healthy, Deviates, Broken, Unknown };
std::string_view name_of(Verdict verdict);
std::optional<Verdict> verdict_named(std::string_view name);

// What a report was made of.
enum class Basis : std::uint8_t {
  Run,          // requests and what came back
  ServerFiles,  // the server's own configuration and logs: files were judged, none was fetched
  Share,        // a folder or file share whose files were read: no server was asked
};
std::string_view name_of(Basis basis);  // "run", "server-files", "share"
std::optional<Basis> basis_named(std::string_view name);

enum class GuideState : std::uint8_t { Ok, Deviates, Broken, NotSeen };
std::string_view name_of(GuideState state);  // "ok", "deviates", "broken", "not-seen"
std::optional<GuideState> guide_state_named(std::string_view name);
struct GuideStep {
  std::string id;  // "guide.mime-any"
  GuideState state = GuideState::NotSeen;
  std::vector<Statement> proof;  // of an acceptance: what showed it, or why it could not be seen
};

// Of a share: bytes are those that were read. Of server files: files are those that are published, verified those that
// would be served, failed those that would be refused; requests and bytes are those of the logs.
struct Summary {
  std::uint64_t files = 0;
  std::uint64_t bytes = 0;  // of bodies received
  std::uint64_t verified = 0;
  std::uint64_t failed = 0;
  std::uint64_t skipped = 0;
  std::uint64_t without_digest = 0;  // verified by size only, or not at all: the catalogue has no digest for them
  std::uint64_t requests = 0;
  double seconds = 0;
};

// A catalogue as the server gave it.
struct PublishedCatalogue {
  std::string path;  // bytes, below the address
  std::uint64_t size = 0;
  std::string sha256;                    // hex
  std::optional<base::Time> modified{};  // Last-Modified
  friend bool operator==(const PublishedCatalogue&, const PublishedCatalogue&) = default;
};

// Which version of the tree was published: what tells two machines, or two days, apart.
struct Publication {
  std::vector<PublishedCatalogue> catalogues;  // by path; none where a listing had to do
  // Equal for equal lists of files (path, size, digests), in whichever order they were fetched; 0: none was.
  std::uint64_t list = 0;
  std::optional<base::Time> newest{};  // the latest Last-Modified of the files that arrived
  bool is_known() const { return !catalogues.empty() || list != 0 || newest; }
};

// The one with this path; null if there is none.
const PublishedCatalogue* find_catalogue(const Publication& published, std::string_view path);

struct Report {
  base::Time started{};
  base::Time finished{};
  Verdict verdict = Verdict::Unknown;
  Basis basis = Basis::Run;
  Target target;
  std::string server;  // the Server header seen most, printable
  Summary summary;
  Publication published{};
  std::vector<Finding> findings;  // errors first, then warnings, notes; within one severity by cause id, parameters
  std::vector<Statement> notes;   // what a reader should know beside the findings
  std::vector<GuideStep> guide;
  bool interrupted = false;
  std::shared_ptr<const Chronicle> chronicle;  // null unless a form with pictures was asked for
};

// Whether this machine, not the server, kept the run from its end (a full disk).
bool is_of_this_machine(const Report& report);

}  // namespace webcid::model
