// The entry of libFuzzer. WEBCID_FUZZ_TARGET names the target.
#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "target.hpp"

namespace {

const webcid::fuzz::Target* g_target = nullptr;

}  // namespace

extern "C" int LLVMFuzzerInitialize(int* /*count*/, char*** /*arguments*/) {
  const char* const name = std::getenv("WEBCID_FUZZ_TARGET");
  g_target = name == nullptr ? nullptr : webcid::fuzz::find_target(name);
  if (g_target != nullptr) return 0;
  std::fputs("webcid_fuzz: WEBCID_FUZZ_TARGET is to be one of:\n", stderr);
  for (const auto& each : webcid::fuzz::targets()) {
    std::printf("%.*s %zu\n", static_cast<int>(each.name.size()), each.name.data(), each.longest);
  }
  std::exit(64);
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  g_target->run({reinterpret_cast<const char*>(data), size});
  return 0;
}
