// The steps of the planner: each asks what it would learn from, given what is known by then.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include <webcid/diagnose/case.hpp>

#include "explanation.hpp"
#include "observations.hpp"
#include "planner.hpp"

namespace webcid::diagnose {

// What a step knows, and where its wishes go.
class Asking {
 public:
  Asking(const Observations& observations, const Explanation& explained, Ledger& ledger)
      : seen(observations), explanation(explained), verb(filter_verb(observations)), m_ledger(ledger) {}

  const Observations& seen;
  const Explanation& explanation;
  const FilterVerb* const verb;  // null: no verb tells filtered requests apart

  // Each wish is made once; what is over budget is dropped.
  void wish(ProbeWish wish) {
    if (m_ledger.take(wish)) m_wishes.push_back(std::move(wish));
  }
  // The same entry fetched once more, with something varied.
  void wish_again(const std::string& path, model::Manner manner, model::Statement activity, std::string address = {}) {
    ProbeWish one;
    one.purpose = model::Purpose::Confirm;
    one.path = path;
    one.manner = manner;
    one.address = std::move(address);
    one.activity = std::move(activity);
    wish(std::move(one));
  }
  void wish(model::Purpose purpose, model::Method method, std::string path, model::Statement activity) {
    ProbeWish one;
    one.purpose = purpose;
    one.method = method;
    one.path = std::move(path);
    one.activity = std::move(activity);
    wish(std::move(one));
  }

  bool has_wishes() const { return !m_wishes.empty(); }
  std::vector<ProbeWish> take() { return std::move(m_wishes); }

 private:
  Ledger& m_ledger;
  std::vector<ProbeWish> m_wishes;
};

void ask_ways(Asking& asking);             // does it answer anything, is the address there, does OPTIONS tell anything
void ask_access(Asking& asking);           // who is refused: the account, the address, plain HTTP
void ask_past_proxy(Asking& asking);       // is it the proxy
void ask_filters(Asking& asking);          // which rule of request filtering
void ask_existence(Asking& asking);        // is the refused file there at all
void ask_sequences(Asking& asking);        // what the names that filtering refuses have in common
void ask_head(Asking& asking);             // is HEAD refused where GET is served
void confirm_before_site(Asking& asking);  // what gateways and HTTP.sys refused, once more
void confirm(Asking& asking);              // some members of each group once more
void ask_changes(Asking& asking);          // is a limit in force, are the catalogues still the same
void ask_spellings(Asking& asking);        // is what is missing there in another case
void ask_contents(Asking& asking);  // who spoils what arrives: a cache, the proxy, the server; do parts arrive right
void ask_nodes(Asking& asking);     // do the other addresses of the name answer, and alike
void ask_guide(Asking& asking);     // of an acceptance: are the guide's filters out of the way of files to come

}  // namespace webcid::diagnose
