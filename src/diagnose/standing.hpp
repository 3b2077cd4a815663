// What of all that failed says something lasting: told from everything that was tried a second time.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "observations.hpp"
#include "spoils.hpp"

namespace webcid::diagnose {

class Standing {
 public:
  // `seen` must outlive it, and not change.
  explicit Standing(const Observations& seen);

  Passing of(const Symptom& symptom) const;
  Passing of(const Spoiled& file) const;
  // What a second attempt on a file gave; null where there was none, or it met a limit: that says nothing about the
  // file.
  const Confirmation* second_attempt(const std::string& path, int first_status) const;
  // How the machine at that address answered for the file; null where it was not asked, or met a limit.
  const Confirmation* elsewhere(const std::string& path, const std::string& address) const;
  // Whether the file, which is not there, would be there in another case, as those are that were asked for so.
  bool is_likely_misspelt(const std::string& path) const;

 private:
  // Of those that failed alike: how many were tried otherwise, and whether each of them then did well.
  struct Alike {
    bool any = false;
    bool all = true;
    void add(bool well);
    bool holds() const { return any && all; }
  };

  void note_symptoms();
  void note_spoiled();
  void note_limits();
  void note_spellings();
  bool is_other_again(const Spoiled& file, const Confirmation& again) const;
  bool is_new(const std::string& path, const Confirmation& again) const;
  bool does_another_node_well(const std::string& path) const;
  bool is_another_node_asked(const std::string& path) const;
  // `do_alike_well`: what is known of files that failed alike, where this one was not tried.
  bool is_one_nodes(const std::string& path, bool do_alike_well) const;
  bool is_limited(const Symptom& symptom) const;
  bool is_there(const Seen& answer) const;
  bool is_misspelt(const std::string& path) const;

  const Observations& m_seen;
  std::map<std::pair<int, std::string>, Alike> m_refused_again;  // by first status and extension: answered otherwise
  std::map<int, Alike> m_status_again;                           // by first status alone
  std::map<SpoilKind, Alike> m_spoiled_again;
  std::map<std::pair<int, std::string>, Alike> m_refused_elsewhere;  // the same: another node did well
  std::map<int, Alike> m_status_elsewhere;                           // by status alone
  std::map<SpoilKind, Alike> m_spoiled_elsewhere;
  std::set<int> m_limited;  // statuses by which the server refuses for a time
  Alike m_other_case;       // files that were asked for in another case: served so
};

// Refusals of dynamic IP restrictions (iis.md a.3, a.4): sub-status 501 or 502 of 403, 401 or 404.
bool is_dynamic_restriction(const Seen& seen);

}  // namespace webcid::diagnose
