// Do the other addresses of the name answer, and do they answer alike?
#include <algorithm>
#include <map>

#include <webcid/base/path.hpp>

#include "asking.hpp"
#include "spoils.hpp"

namespace webcid::diagnose {
namespace {

constexpr std::size_t kFailedAsked = 12;  // of all addresses together

// Of each way to fail in turn, as far as there is room: what is alike here is most often alike there.
std::vector<std::string> failed_members(const Observations& seen, std::size_t room) {
  std::map<std::pair<int, std::string>, std::vector<std::string>> refused;
  std::map<SpoilKind, std::vector<std::string>> spoiled;
  for (const Symptom& symptom : seen.symptoms()) {
    const bool stands = symptom.asked == Asked::File &&
                        (seen.passing(symptom) == Passing::No || seen.passing(symptom) == Passing::OneNode);
    if (stands) refused[{symptom.seen.status, base::extension_of(symptom.path)}].push_back(symptom.path);
  }
  for (const Spoiled& file : seen.spoiled()) {
    const bool stands = seen.passing(file) == Passing::No || seen.passing(file) == Passing::OneNode;
    if (stands) spoiled[kind_of(file)].push_back(file.path);
  }
  std::vector<std::string> out;
  bool any = true;
  for (std::size_t turn = 0; any; ++turn) {
    any = false;
    const auto take = [&](const std::vector<std::string>& members) {
      if (turn >= members.size() || out.size() == room) return;
      out.push_back(members[turn]);
      any = true;
    };
    // Refusals are told apart by a rule, so that one of them speaks for all.
    for (const auto& [kind, members] : refused) {
      if (turn == 0) take(members);
    }
    for (const auto& [kind, members] : spoiled) take(members);
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
  const std::size_t room = std::max<std::size_t>(kFailedAsked / nodes.others().size(), 1);
  const std::vector<std::string> failed = failed_members(asking.seen, room);
  for (const std::string& address : nodes.others()) ask_node(asking, address, failed);
}

}  // namespace webcid::diagnose
