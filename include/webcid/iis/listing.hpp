// The directory listing of IIS, byte for byte (iis.md f.4).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <webcid/iis/configuration.hpp>
#include <webcid/iis/tree.hpp>

namespace webcid::iis {

// The server's culture: it decides how dates and times look.
enum class Culture : std::uint8_t { EnUs, JaJp, ZhCn, KoKr, RuRu };
std::optional<Culture> culture_named(std::string_view name);  // "en-US", "ja-JP", "zh-CN", "ko-KR", "ru-RU"

struct ListingPage {
  std::string host;         // Host header without port
  std::string path;         // decoded, with its final '/'
  std::vector<Node> nodes;  // the folder's children; see shows_hidden
  ShowFlags show;
  Culture culture = Culture::EnUs;
  bool shows_hidden = false;  // iis.md d.3: those with the attribute "hidden" too
};

std::string listing_page(ListingPage page);

}  // namespace webcid::iis
