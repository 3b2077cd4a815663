#include "planted.hpp"

#include <string>
#include <vector>

#include <fmt/format.h>

#include <webcid/base/base64.hpp>

#include "target.hpp"

namespace webcid::fuzz {
namespace {

// What stands in the base64 of every text that holds `bytes`, by where in its three they begin.
void add_base64(const std::string& bytes, std::vector<std::string>& out) {
  for (std::size_t before = 0; before < 3; ++before) {
    const std::string all = base::to_base64(std::string(before, '\0') + bytes);
    const std::size_t first = (before * 8 + 5) / 6;
    const std::size_t last = (before + bytes.size()) * 8 / 6;
    out.push_back(all.substr(first, last - first));
  }
}

std::vector<std::string> spellings() {
  std::vector<std::string> out;
  for (const std::string secret : {"PlantedUsr7", kPlantedPassword}) {
    out.push_back(secret);
    std::string wide;
    std::string encoded;
    for (const char c : secret) {
      wide += c;
      wide += '\0';
      encoded += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
    out.push_back(encoded);
    add_base64(secret, out);
    add_base64(wide, out);
  }
  return out;
}

}  // namespace

void require_nothing_planted(std::string_view text) {
  static const std::vector<std::string> all = spellings();
  for (const std::string& each : all) {
    require(text.find(each) == std::string_view::npos, "nothing that is written holds the account");
  }
}

}  // namespace webcid::fuzz
