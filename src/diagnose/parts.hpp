// Whether a part of a file arrives as that part of the whole did: what resuming a download needs.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <webcid/diagnose/case.hpp>
#include <webcid/model/evidence.hpp>

namespace webcid::diagnose {

class Parts {
 public:
  // A file that arrived right, as far as its bytes were kept.
  struct Sample {
    std::string path;
    std::string beginning;
    std::uint64_t length = 0;
  };
  struct Answer {
    bool is_right = true;       // also where it says nothing: the whole, or a refusal
    std::string content_range;  // as sent
    std::uint64_t exchange = 0;
  };

  void add_whole(const model::Record& record);
  void add_part(const model::Record& record);

  // Of all that arrived right the first by path.
  const std::optional<Sample>& sample() const { return m_sample; }
  // A piece from the middle of what is known of it: a shifted one differs at both ends.
  ProbeWish::Range range() const;
  const std::optional<Answer>& answer() const { return m_answer; }

 private:
  bool is_right(const model::Exchange& exchange) const;

  std::optional<Sample> m_sample;
  std::optional<Answer> m_answer;
};

}  // namespace webcid::diagnose
