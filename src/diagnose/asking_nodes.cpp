// Do the other addresses of the name answer, and do they answer alike?
#include <algorithm>
#include <set>

#include <webcid/base/path.hpp>

#include "asking.hpp"
#include "spoils.hpp"

namespace webcid::diagnose {
namespace {

constexpr std::size_t kFailedAsked = 12;  // of all addresses together

// One of each way to fail: what is alike here is taken to be alike there.
std::vector<std::string> failed_members(const Observations& seen) {
  std::vector<std::string> out;
  std::set<std::pair<int, std::string>> refused;
  std::set<SpoilKind> spoiled;
  for (const Symptom& symptom : seen.symptoms()) {
    const bool stands = symptom.asked == Asked::File &&
                        (seen.passing(symptom) == Passing::No || seen.passing(symptom) == Passing::OneNode);
    if (stands && refused.emplace(symptom.seen.status, base::extension_of(symptom.path)).second)
      out.push_back(symptom.path);
  }
  for (const Spoiled& file : seen.spoiled()) {
    const bool stands = seen.passing(file) == Passing::No || seen.passing(file) == Passing::OneNode;
    if (stands && spoiled.insert(kind_of(file)).second) out.push_back(file.path);
  }
  return out;
}

void ask_node(Asking& asking, const std::string& address, const std::vector<std::string>& failed) {
  const NodeAnswers& nodes = asking.seen.nodes();
  ProbeWish folder;
  folder.manner = model::Manner::OtherAddress;
  folder.address = address;
  folder.activity = {"activity-node", {address}, {}};
  asking.wish(folder);
  if (nodes.silence(address) != nullptr) {
    // Once more, as long as that costs no whole time-out.
    folder.method = model::Method::Head;
    if (nodes.silence(address)->error == model::TransportError::Refused) asking.wish(folder);
    return;
  }
  if (nodes.state(address) != NodeState::Answers) return;
  const auto catalogues = asking.seen.renewal().covering("");
  if (!catalogues.empty()) {
    folder.purpose = model::Purpose::Catalogue;
    folder.method = model::Method::Get;
    folder.path = catalogues.front();
    asking.wish(folder);
  }
  const model::Statement activity{"activity-node", {address}, {}};
  if (const auto& sample = asking.seen.parts().sample()) {
    asking.wish_again(sample->path, model::Manner::OtherAddress, activity, address);
  }
  for (const std::string& path : failed) asking.wish_again(path, model::Manner::OtherAddress, activity, address);
}

}  // namespace

void ask_nodes(Asking& asking) {
  const NodeAnswers& nodes = asking.seen.nodes();
  if (nodes.others().empty()) return;
  std::vector<std::string> failed = failed_members(asking.seen);
  failed.resize(std::min(failed.size(), std::max<std::size_t>(kFailedAsked / nodes.others().size(), 1)));
  for (const std::string& address : nodes.others()) ask_node(asking, address, failed);
}

}  // namespace webcid::diagnose
