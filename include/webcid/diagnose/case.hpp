// The diagnosis: fed with records, it asks for probes and in the end names the causes. Pure: it sends nothing itself
// and reads no clock, so that the same records give the same findings, live and from a file.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <webcid/model/evidence.hpp>
#include <webcid/model/report.hpp>

namespace webcid::diagnose {

// One more exchange that diagnosis would learn from. One attempt; the answer comes back through Case::add.
struct ProbeWish {
  model::Purpose purpose = model::Purpose::Probe;  // Folder, Catalogue (once more), Confirm or Probe
  model::Method method = model::Method::Get;
  // Bytes below the address. With Purpose::Folder also "" (the address with its final slash), "." (without it) and
  // what begins with "/" (from the root of the site). With Purpose::Confirm an entry that failed: fetch and verify it
  // as before.
  std::string path;
  model::Statement activity;  // what is being found out, for people who wait
  // What is varied. With Purpose::Confirm the entry is fetched and verified in that manner.
  model::Manner manner = model::Manner::Usual;
  std::string address;  // OtherAddress: the one to ask
  // Part: the bytes from `first` to `last` (inclusive; nothing: to the end).
  struct Range {
    std::uint64_t first = 0;
    std::optional<std::uint64_t> last;
  };
  Range range;
};

// What a share publishes and how it was asked for; see model::Purpose for the paths of records.
class Case {
 public:
  static constexpr std::size_t kMaxProbes = 60;         // in one run, confirmations apart
  static constexpr std::size_t kMaxConfirmations = 60;  // in one run
  static constexpr std::size_t kConfirmedPerGroup = 3;

  // `max_probes`: --max-probes.
  explicit Case(model::Target target, std::size_t max_probes = kMaxProbes);
  ~Case();
  Case(Case&&) noexcept;
  Case& operator=(Case&&) noexcept;

  // The next record, in the order of the run. `listing`: the rows of the body when it is a directory listing.
  // `catalogue`: what a catalogue says that was asked for once more.
  void add(const model::Record& record, const model::Listing* listing = nullptr,
           const model::Catalogue* catalogue = nullptr);

  // The run ended before it had seen all (Ctrl-C, a limit): what it did not see is not missing for that.
  void end_early();

  // What the server's own files say: it names refusals whose pages do not.
  void add(std::span<const model::ServerFact> facts);
  // The paths of refusals that no page names, and "" where that is the address's: what to look for in such files.
  std::vector<std::string> unnamed() const;

  // What --reference says, with a fact for each path that doubts() named; it tells what is missing from what is
  // refused.
  void add(const model::Reference& reference);
  // What a reference is asked about, by path, each path once.
  struct Doubt {
    std::string path;
    bool is_about_bytes = false;  // its digests would tell as well, by `digests`
    std::vector<model::DigestAlgorithm> digests;
  };
  std::vector<Doubt> doubts() const;

  // What to ask next; empty when nothing more can be learnt. Each wish is made once.
  std::vector<ProbeWish> wishes();

  // Errors first, then warnings and notes; within one severity by cause and parameters.
  std::vector<model::Finding> findings() const;
  // What a reader should know beside the findings.
  std::vector<model::Statement> notes() const;
  // The guide's steps as far as they can be seen from outside.
  std::vector<model::GuideStep> guide() const;
  // The Server header of the answers, as sent; empty without one.
  std::string server() const;

 private:
  struct State;
  std::unique_ptr<State> m_state;
};

// An address that cannot be an update address, judged before any traffic; nothing for a good one.
// `text` is what the user gave.
std::vector<model::Finding> judge_address(const std::string& text);

// The source of new installations in the updating policy; nothing for a UNC path, and when it was not given.
std::vector<model::Finding> judge_install_source(const model::Target& target);

// The guide's steps of a run that has sent nothing, by its findings alone.
std::vector<model::GuideStep> guide_of(const model::Target& target, const std::vector<model::Finding>& findings);

}  // namespace webcid::diagnose
