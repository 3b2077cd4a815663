#include <fmt/format.h>

#include <webcid/base/file.hpp>
#include <webcid/base/text.hpp>
#include <webcid/endpoint/endpoint.hpp>
#include <webcid/endpoint/parse.hpp>

namespace webcid::endpoint {

base::Result<model::EndpointSettings> read_file(const std::string& path) {
  const auto bytes = base::read_file(base::to_native(path), kMaxBytes);
  if (!bytes) {
    const base::ErrorKind kind = bytes.error().kind;
    return base::fail(kind == base::ErrorKind::Malformed ? base::ErrorKind::Usage : kind, bytes.error().message);
  }
  auto settings = parse(*bytes);
  if (!settings) {
    return base::fail(base::ErrorKind::Usage, fmt::format("{}: {}", base::printable(path), settings.error().message));
  }
  settings->origin = path;
  return settings;
}

}  // namespace webcid::endpoint
