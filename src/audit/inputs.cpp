#include "inputs.hpp"

#include <fmt/format.h>

#include <webcid/base/text.hpp>

namespace webcid::audit {

using base::ErrorKind;

base::Result<Inputs> sort_files(const AuditOptions& options) {
  Inputs inputs;
  for (const std::string& file : options.files) {
    const auto kind = kind_of(file);
    if (!kind) return tl::make_unexpected(kind.error());
    if (*kind == FileKind::W3cLog || *kind == FileKind::HttpErrLog) {
      inputs.logs.emplace_back(file, *kind);
      continue;
    }
    auto& place =
        *kind == FileKind::ApplicationHost ? inputs.configuration.application_host : inputs.configuration.web_config;
    if (place) {
      return base::fail(ErrorKind::Usage,
                        *kind == FileKind::ApplicationHost
                            ? fmt::format("{}: {} is an applicationHost.config already", file, place->name)
                            : fmt::format("{}: {} is the share's web.config already; for those of other folders give "
                                          "--map PHYSICAL=DIR",
                                          file, place->name));
    }
    auto text = read_configuration(file);
    if (!text) return tl::make_unexpected(text.error());
    place = NamedText{file, std::move(*text)};
  }
  return inputs;
}

std::string scope_of(const AuditOptions& options) {
  std::string scope = as_logged(options.path);
  while (!scope.empty() && scope.back() == '/') scope.pop_back();
  return scope;
}

base::Result<iis::Version> version_of(const std::string& name) {
  const auto version = iis::version_named(name.empty() ? "10.0" : name);
  if (version) return *version;
  return base::fail(ErrorKind::Usage,
                    fmt::format("--iis: \"{}\" is none of 7.0, 7.5, 8.0, 8.5, 10.0", base::printable(name)));
}

}  // namespace webcid::audit
