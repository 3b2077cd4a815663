#ifndef _WIN32
#include <webcid/base/program.hpp>

namespace webcid::base {

std::vector<std::string> begin_program(int count, char** arguments) {
  return {arguments, arguments + count};
}

}  // namespace webcid::base
#endif
