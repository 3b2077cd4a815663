// What the name of a setting tells of its value. The names of iconn.cfg are not public, so this goes by the words in
// them, and by what the value looks like.
#pragma once

#include <cstdint>
#include <string_view>

#include <webcid/base/result.hpp>
#include <webcid/model/endpoint_settings.hpp>

namespace webcid::endpoint {

// A location, filled key by key.
class SourceBuilder {
 public:
  // `label` is how the key is shown.
  base::Result<void> add(std::string_view name, std::string_view value, std::string label);
  // With the port put behind the proxy's host.
  model::UpdateSource take();

 private:
  void add_proxy(std::string_view name, std::string_view value, std::string label);

  model::UpdateSource m_source;
  std::string m_proxy_port;
  enum class Proxy : std::uint8_t { Unsaid, Off } m_proxy = Proxy::Unsaid;
};

// Without user and password, fit to be shown.
model::Setting setting(std::string_view value, std::string label);
// "host" or "host:port" of what stands there for a proxy: without scheme, account and final slashes.
std::string proxy_host(std::string_view value);
// The proxy's address with a port that stands apart; "0" is none.
std::string with_port(std::string host, std::string_view port);

// Of a value that says in its own way that there is none: the empty text, obfuscated.
inline constexpr std::string_view kObfuscatedNothing = "AAA=";

}  // namespace webcid::endpoint
