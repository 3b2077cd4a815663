// Whoever wants to know what a run does while it does it: evidence, diagnosis, progress.
#pragma once

#include <cstdint>

#include <webcid/model/evidence.hpp>
#include <webcid/model/report.hpp>

namespace webcid::update {

class Observer {
 public:
  virtual ~Observer() = default;
  // One exchange in its context. `listing`: its rows when the body was a directory listing.
  // A request that was answered only after a challenge gives several records; all but the last are Skipped.
  virtual void on_record(model::Record record, const model::Listing* listing) = 0;
  // Something about the publication that a reader of the report should know.
  virtual void on_note(model::Statement note) = 0;
  // What begins now, for people who wait.
  virtual void on_activity(const model::Statement& activity) = 0;
  // Body bytes of entries as they arrive.
  virtual void on_bytes(std::uint64_t count) = 0;
};

}  // namespace webcid::update
