#include "handler_choice.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <webcid/base/text.hpp>
#include <webcid/iis/names.hpp>

namespace webcid::iis {
namespace {

// '*' any text; both folded.
bool fits_wildcard(std::string_view pattern, std::string_view text) {
  const auto parts = base::split(pattern, '*');
  if (parts.size() == 1) return pattern == text;
  if (text.size() < parts.front().size() + parts.back().size()) return false;
  if (text.substr(0, parts.front().size()) != parts.front()) return false;
  if (text.substr(text.size() - parts.back().size()) != parts.back()) return false;
  text = text.substr(parts.front().size(), text.size() - parts.front().size() - parts.back().size());
  for (std::size_t i = 1; i + 1 < parts.size(); ++i) {
    const std::size_t found = text.find(parts[i]);
    if (found == std::string_view::npos) return false;
    text.remove_prefix(found + parts[i].size());
  }
  return true;
}

// Handler paths are compared with the last segment, those with a '/' with the whole path; without case (LAB).
bool fits_path(std::string_view pattern, std::string_view path) {
  const std::string folded = fold_name(path);
  const std::string_view name = std::string_view(folded).substr(folded.rfind('/') + 1);
  for (std::string_view item : base::split(pattern, ',')) {
    const std::string wanted = fold_name(base::trim(item));
    if (wanted == "*") return true;
    // KB980368: "*." is a name without extension (iis.md e.4).
    if (wanted == "*.") {
      if (!name.empty() && name.find('.') == std::string_view::npos) return true;
    } else if (wanted.find('/') != std::string::npos) {
      const std::string_view whole =
          wanted.front() == '/' ? std::string_view(folded) : std::string_view(folded).substr(1);
      if (fits_wildcard(wanted, whole)) return true;
    } else if (fits_wildcard(wanted, name)) {
      return true;
    }
  }
  return false;
}

bool fits_verb(const std::vector<std::string>& verbs, std::string_view method) {
  return std::any_of(verbs.begin(), verbs.end(),
                     [&](const std::string& verb) { return verb == "*" || base::equals_ignoring_case(verb, method); });
}

bool holds(std::string_view condition, const PoolRow& pool) {
  if (condition == "integratedMode") return !pool.is_classic;
  if (condition == "classicMode") return pool.is_classic;
  if (condition == "bitness32") return pool.is_32_bit;
  if (condition == "bitness64") return !pool.is_32_bit;
  constexpr std::string_view kRuntime = "runtimeVersion";
  if (condition.substr(0, kRuntime.size()) == kRuntime) {
    return base::equals_ignoring_case(condition.substr(kRuntime.size()), pool.runtime_version);
  }
  return true;
}

bool is_script(const Handler& handler) {
  return !handler.type.empty() || !handler.script_processor.empty();
}

bool names_everything(const Handler& handler) {
  return base::trim(handler.path) == "*";
}

enum class Resource : std::uint8_t { Fits, Absent };

Resource resource_of(ResourceType type, const std::optional<Node>& node) {
  const bool is_file = node && node->kind == NodeKind::File;
  const bool is_folder = node && node->kind == NodeKind::Folder;
  const bool fits = type == ResourceType::Unspecified || (type == ResourceType::File && is_file) ||
                    (type == ResourceType::Directory && is_folder) ||
                    (type == ResourceType::Either && (is_file || is_folder));
  return fits ? Resource::Fits : Resource::Absent;
}

struct ModuleRow {
  std::string_view module;
  HandlerKind kind;
};
constexpr std::array<ModuleRow, 5> kModuleKinds{{{"StaticFileModule", HandlerKind::Static},
                                                 {"ProtocolSupportModule", HandlerKind::ProtocolSupport},
                                                 {"WebDAVModule", HandlerKind::WebDav},
                                                 {"IsapiModule", HandlerKind::Isapi},
                                                 {"CgiModule", HandlerKind::Cgi}}};

HandlerKind kind_of(const Handler& handler, const Configuration& rules) {
  if (!handler.type.empty()) return HandlerKind::Managed;
  for (const std::string& module : handler.modules) {
    if (!rules.has_module(module)) return HandlerKind::Unknown;
  }
  for (const std::string& module : handler.modules) {
    for (const ModuleRow& row : kModuleKinds) {
      if (base::equals_ignoring_case(row.module, module)) return row.kind;
    }
  }
  // DefaultDocumentModule and DirectoryListingModule alone serve folders as StaticFile does.
  const bool is_for_folders =
      std::any_of(handler.modules.begin(), handler.modules.end(), [](const std::string& module) {
        return base::equals_ignoring_case(module, "DefaultDocumentModule") ||
               base::equals_ignoring_case(module, "DirectoryListingModule");
      });
  return is_for_folders ? HandlerKind::Static : HandlerKind::Managed;
}

// .NET 4 hands what it does not know itself on to the next handler (LAB; iis.md e.4).
bool passes_on(const Handler& handler) {
  return handler.type == "System.Web.Handlers.TransferRequestHandler";
}

}  // namespace

HandlerChoice choose_handler(const Configuration& rules, std::string_view path, std::string_view method,
                             const std::optional<Node>& node, const PoolRow& pool) {
  HandlerChoice choice;
  const auto& policy = rules.handlers.access_policy;
  for (const Handler& handler : rules.handlers.list) {
    if (!fits_path(handler.path, path) || !fits_verb(handler.verbs, method)) continue;
    const bool is_met = std::all_of(handler.preconditions.begin(), handler.preconditions.end(),
                                    [&](const std::string& condition) { return holds(condition, pool); });
    if (is_script(handler) && !names_everything(handler) && (!is_met || passes_on(handler))) {
      choice.is_script_path = true;
      continue;
    }
    if (!is_met) continue;
    if (resource_of(handler.resource_type, node) == Resource::Absent) {
      choice.needs_file = true;
      continue;
    }
    if (handler.require_access != Permission::None && !policy.contains(handler.require_access)) {
      choice.lacks = handler.require_access;
      continue;
    }
    choice.handler = &handler;
    choice.kind = kind_of(handler, rules);
    return choice;
  }
  return choice;
}

}  // namespace webcid::iis
