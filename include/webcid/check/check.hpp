// The loop: update as an endpoint does, then whatever diagnosis wants to know, until it is satisfied.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <webcid/base/cancellation.hpp>
#include <webcid/base/result.hpp>
#include <webcid/catalogue/merge.hpp>
#include <webcid/diagnose/case.hpp>
#include <webcid/evidence/har_reader.hpp>
#include <webcid/evidence/har_writer.hpp>
#include <webcid/model/report.hpp>
#include <webcid/net/options.hpp>
#include <webcid/store/atomic_file.hpp>
#include <webcid/update/plan.hpp>

namespace webcid::check {

// How much of what is published is fetched.
enum class Extent : std::uint8_t {
  Everything,
  Sample,  // --quick
  Failed,  // --only-failed: what is like the files that failed in an earlier run
};

// What becomes of files in the folder that the catalogue does not have.
enum class Extra : std::uint8_t { Keep, Remove };

// What a report holds beside what everybody reads.
enum class Detail : std::uint8_t {
  Findings,
  Chronicle,  // and what the run looked like, for a form with pictures
};

// How a folder becomes the new version.
enum class Tree : std::uint8_t {
  InPlace,  // file by file
  Swapped,  // all at once, by a new tree beside it: --atomic-tree
};

// `webcid update`: a folder that is to hold what is published.
struct MirrorOptions {
  std::filesystem::path folder;
  update::Trust trust = update::Trust::Stamps;  // Nothing: --paranoid, every file that is there is read
  store::Durability durability = store::Durability::None;
  Extra extra = Extra::Keep;
  Tree tree = Tree::InPlace;
  int retries = 3;  // of one file, after a fault that may pass
};

// What a run may cost at most. At the first that is used up it ends as after Ctrl-C, and says so; what was found until
// then stands.
struct Budget {
  std::uint64_t files = 1'000'000;                          // --max-files: entries that are fetched
  std::uint64_t bytes = std::uint64_t{1} << 38;             // --max-bytes: of bodies received; 256 GiB
  std::chrono::milliseconds time = std::chrono::hours(24);  // --max-time
};

// --reference: what should be there.
struct ReferenceOptions {
  std::string name;                       // as the user gave it
  std::filesystem::path folder;           // a folder or share that is read as far as it is asked about
  std::optional<catalogue::Source> list;  // else a list of what was there when it was written
};

// --from-endpoint: what of the options is from an endpoint's update settings.
struct FromSettings {
  std::string origin;                   // the file or command, fit for a report
  std::string proxy_from;               // the short name of it, when the proxy is from there as well
  std::vector<model::Statement> notes;  // what of the settings was not used
};

struct CheckOptions {
  std::string address;                                  // as the user gave it
  net::ClientOptions client;                            // account_origin is filled in from the address
  std::shared_ptr<const catalogue::Source> catalogue;   // --catalogue; null: the server's own
  std::shared_ptr<const ReferenceOptions> reference;    // --reference; null: none
  std::optional<std::filesystem::path> keep;            // --keep: where verified files are stored
  std::optional<MirrorOptions> mirror;                  // only what the folder has not; questions only if that fails
  std::uint16_t tls_port = 443;                         // --tls-port: where HTTPS is asked for, by one probe
  std::size_t max_probes = diagnose::Case::kMaxProbes;  // --max-probes
  Budget budget;
  bool is_acceptance = false;  // --acceptance: the guide, step by step
  std::string install_source;  // --install-source: what the policy says; "" not given
  Extent extent = Extent::Everything;
  model::Report earlier;  // with Extent::Failed
  // --iis-log, --iis-config: what the server's files say of the paths, once they were asked for. Empty: there are none.
  std::function<base::Result<std::vector<model::ServerFact>>(const std::vector<std::string>& paths)> server_facts;
  FromSettings settings;      // --from-endpoint; empty: the address was given
  evidence::Output evidence;  // --save-evidence: takes the file's bytes; empty: none is written
  Detail detail = Detail::Findings;
};

// How far a run has come, for a progress line.
struct Counts {
  std::uint64_t files_done = 0;
  std::optional<std::uint64_t> files_total;
  std::uint64_t bytes_done = 0;
  std::optional<std::uint64_t> bytes_total;
  std::uint64_t failed = 0;
  model::Statement activity;
};

class Watcher {
 public:
  virtual ~Watcher() = default;
  virtual void on_counts(const Counts& counts) = 0;
};

// Checks an address. What is wrong with the share is in the report; an Error is ours: options that make no sense
// (Usage), a folder or an evidence file that cannot be written (LocalIo). An address that cannot be an update address
// is judged without any traffic. After Ctrl-C the report holds the findings so far.
base::Result<model::Report> run(const CheckOptions& options, Watcher& watcher, base::Cancellation& interrupt);

// Judges saved evidence again: the same findings, without any traffic.
base::Result<model::Report> judge_evidence(const evidence::Input& input, Detail detail = Detail::Findings);

}  // namespace webcid::check
