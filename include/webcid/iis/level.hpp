// Inheritance: the rules of a place are those of the place above it, then every <location> that names it, from the
// highest file down, then its own web.config (iis.md g.3).
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <webcid/iis/configuration.hpp>
#include <webcid/iis/server_configuration.hpp>

namespace webcid::iis {

// What there is of a web.config at a place.
struct WebConfig {
  std::string name;  // the file, as in "Config File": \\?\C:\inetpub\wwwroot\web.config
  std::string text;
};

// Whether an application begins at a place: a location with inheritInChildApplications="false" ends there.
enum class Boundary : std::uint8_t { None, Application };

// The element that decides a setting.
struct Origin {
  std::string file;      // as ConfigurationError::file
  std::size_t line = 0;  // of the element, from 1
  std::string element;   // its start tag as written, at most 400 bytes
  bool is_set = true;    // false: no file sets it; this is the last element that could have (its section)
};

// A value; cheap to copy. A place that changes nothing shares the rules of the one above it.
class Level {
 public:
  // The server itself: "MACHINE/WEBROOT/APPHOST".
  static Level server(const ServerConfiguration& configuration);

  // The place called `name` ("Default Web Site", then URL segments) in this one. `file`: its web.config, or null.
  Level below(std::string_view name, const WebConfig* file, Boundary boundary) const;
  // The same with a web.config that cannot be read.
  Level unreadable(std::string_view name, ConfigurationError error) const;

  // Part of the level: it must outlive what this gives.
  const Configuration& rules() const&;
  const Configuration& rules() && = delete;
  // Why IIS answers 500.19 here and below; nothing: it does not.
  const std::optional<ConfigurationError>& error() const;
  // Where `setting` comes from: "system.webServer/directoryBrowse/@enabled", "system.webServer/staticContent#.dat" (an
  // entry by its folded key, several parts joined by ", "; of one that is absent, what took it away). Nothing: no file
  // has the section.
  std::optional<Origin> origin_of(std::string_view setting) const;
  // What the web.config of this very place says without effect.
  const std::vector<std::string>& ignored() const;

 private:
  struct State;
  explicit Level(std::shared_ptr<const State> state) : m_state(std::move(state)) {}
  std::shared_ptr<const State> m_state;
};

}  // namespace webcid::iis
