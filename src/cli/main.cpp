#include <webcid/base/program.hpp>
#include <webcid/cli/run.hpp>

int main(int count, char** arguments) {
  return webcid::cli::run(webcid::base::begin_program(count, arguments));
}
