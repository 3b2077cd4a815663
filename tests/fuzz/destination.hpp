// A folder for an update, with something planted in it, beside one that nobody may touch.
#pragma once

#include <filesystem>
#include <string>

#include <webcid/check/check.hpp>

#include "../unit/temporary_folder.hpp"
#include "choices.hpp"

namespace webcid::fuzz {

class Destination {
 public:
  explicit Destination(Choices& choices);

  const check::MirrorOptions& options() const { return m_options; }
  // What holds after each update: nothing beside the folder was touched, and nothing in it that is not published went
  // unless that was asked for. `knows_all`: nothing kept the run from seeing all that is published. `is_honest`: the
  // server said what it really has.
  void require_unharmed(bool knows_all, bool is_honest) const;

 private:
  test::TemporaryFolder m_home;
  check::MirrorOptions m_options;
  std::string m_outside;  // what lay there
};

}  // namespace webcid::fuzz
