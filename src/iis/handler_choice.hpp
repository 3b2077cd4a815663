// Which handler takes a request: the list from its top, by path, verb, what is there, access policy and preconditions
// (iis.md b.1 step 9).
#pragma once

#include <optional>
#include <string_view>

#include <webcid/iis/configuration.hpp>
#include <webcid/iis/server_configuration.hpp>
#include <webcid/iis/tree.hpp>

namespace webcid::iis {

enum class HandlerKind : std::uint8_t {
  Static,
  ProtocolSupport,  // OPTIONS and TRACE
  WebDav,
  Isapi,
  Cgi,
  Managed,  // code of .NET, or of any other module that is not ours to run
  Unknown,  // names a module that is not loaded (500.21)
};

struct HandlerChoice {
  const Handler* handler = nullptr;  // null: none fits
  HandlerKind kind = HandlerKind::Static;
  // A script handler before it would have taken the path: its preconditions are not met, or it passed the request on.
  bool is_script_path = false;
  // Without a handler: whether one would fit if the file existed, and the permission that the policy lacks.
  bool needs_file = false;
  std::optional<Permission> lacks;
};

HandlerChoice choose_handler(const Configuration& rules, std::string_view path, std::string_view method,
                             const std::optional<Node>& node, const PoolRow& pool);

}  // namespace webcid::iis
