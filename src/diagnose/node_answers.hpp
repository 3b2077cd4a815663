// The addresses of a name, and how each of them answers.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <webcid/model/evidence.hpp>

namespace webcid::diagnose {

enum class NodeState : std::uint8_t { NotAsked, Answers, Silent };

class NodeAnswers {
 public:
  explicit NodeAnswers(const model::Target& target);

  void add(const model::Record& record);

  // The address that the run uses; "" while none answered.
  const std::string& in_use() const { return m_in_use; }
  // Those that can be compared with it: none through a proxy, which chooses by itself, and none of this machine.
  const std::vector<std::string>& others() const { return m_others; }

  struct Silence {
    model::TransportError error = model::TransportError::None;
    std::string text;
    std::uint64_t exchange = 0;
    std::uint64_t attempts = 0;
  };
  NodeState state(const std::string& address) const;
  // Of an address that never answered.
  const Silence* silence(const std::string& address) const;

  // Whether the address' own catalogue is the same as that of the address in use, at the beginning or later.
  struct Difference {
    std::string path;
    int status = 0;
    std::uint64_t exchange = 0;
  };
  const Difference* catalogue_difference(const std::string& address) const;

 private:
  struct Node {
    bool answers = false;
    Silence silence;
    std::optional<Difference> difference;
  };
  void compare_catalogue(const model::Record& record, Node& node);

  std::vector<std::string> m_addresses;
  std::string m_in_use;
  std::vector<std::string> m_others;
  std::map<std::string, Node> m_nodes;
  std::map<std::string, std::vector<std::size_t>> m_catalogues;  // hashes of what the address in use gave
};

// Whether an exchange failed because nobody answered there: no time-out of ours for a single answer.
bool is_silent(model::TransportError error);
enum class Family : std::uint8_t { V4, V6 };
Family family_of(const std::string& address);

}  // namespace webcid::diagnose
