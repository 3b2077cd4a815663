// com.sophos.sau.plist. Names of its keys as sites print them ("defaults read"): PrimaryServerURL, PrimaryServerType (0
// vendor, 1 web, 2 network volume), PrimaryServerProxy (0 none), ...ProxyURL, ...ProxyPort, ...UserName; the same with
// Secondary, and SecondaryServer as the switch. User names and passwords are obfuscated: seen to be there, never
// decoded.
#include <plist/plist.h>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include <fmt/format.h>

#include <webcid/base/text.hpp>
#include <webcid/endpoint/parse.hpp>

#include "binary_list.hpp"
#include "keys.hpp"
#include "text_lines.hpp"

namespace webcid::endpoint {
namespace {

struct FreeList {
  void operator()(void* list) const { plist_free(list); }
};
using List = std::unique_ptr<void, FreeList>;

base::Result<List> read_list(std::string_view bytes) {
  plist_t list = nullptr;
  if (bytes.starts_with("bplist")) {
    if (auto fit = check_binary_list(bytes); !fit) return tl::make_unexpected(std::move(fit.error()));
    plist_from_bin(bytes.data(), static_cast<std::uint32_t>(bytes.size()), &list);
  } else {
    const auto text = text_of(bytes);
    if (!text) return tl::make_unexpected(text.error());
    if (auto fit = check_xml_list(*text); !fit) return tl::make_unexpected(std::move(fit.error()));
    plist_from_xml(text->data(), static_cast<std::uint32_t>(text->size()), &list);
  }
  List out(list);
  if (!out) return base::fail(base::ErrorKind::Malformed, "no whole property list");
  if (plist_get_node_type(out.get()) != PLIST_DICT) {
    return base::fail(base::ErrorKind::Malformed, "a property list that is no dictionary");
  }
  return out;
}

class Dictionary {
 public:
  explicit Dictionary(plist_t list) : m_list(list) {}

  // Nothing when the key is not there, or no text.
  std::optional<std::string> text(const std::string& key) const {
    const plist_t node = plist_dict_get_item(m_list, key.c_str());
    if (node == nullptr || plist_get_node_type(node) != PLIST_STRING) return std::nullopt;
    // Not plist_get_string_val, which ends the program at a NUL within the text.
    std::uint64_t size = 0;
    const char* const value = plist_get_string_ptr(node, &size);
    if (value == nullptr) return std::nullopt;
    return std::string(base::trim({value, static_cast<std::size_t>(size)}));
  }

  // A number or a truth value, as sites write either.
  std::optional<std::uint64_t> number(const std::string& key) const {
    const plist_t node = plist_dict_get_item(m_list, key.c_str());
    if (node == nullptr) return std::nullopt;
    if (plist_get_node_type(node) == PLIST_BOOLEAN) {
      std::uint8_t truth = 0;
      plist_get_bool_val(node, &truth);
      return truth;
    }
    if (plist_get_node_type(node) != PLIST_UINT) return std::nullopt;
    std::uint64_t value = 0;
    plist_get_uint_val(node, &value);
    return value;
  }

  bool has_account(const std::string& key) const {
    const std::string name = text(key).value_or("");
    return !name.empty() && name != kObfuscatedNothing;
  }

 private:
  plist_t m_list;
};

base::Result<model::UpdateSource> source_of(const Dictionary& settings, const std::string& location) {
  model::UpdateSource out;
  const auto type = settings.number(location + "Type");
  const auto address = settings.text(location + "URL");
  out.is_configured = type.has_value() || address.has_value();
  if (type == std::uint64_t{0}) out.publisher = model::Publisher::Vendor;
  const std::string proxy = settings.text(location + "ProxyURL").value_or("");
  if (std::max(address.value_or("").size(), proxy.size()) > kMaxAddress) {
    return base::fail(base::ErrorKind::Malformed, fmt::format("an address in it is longer than {} bytes", kMaxAddress));
  }
  if (address && !(address->empty() && out.publisher == model::Publisher::Vendor)) {
    out.addresses.push_back(setting(*address, location + "URL"));
  }
  out.has_account = settings.has_account(location + "UserName");
  if (!proxy.empty() && settings.number(location + "Proxy").value_or(1) != 0) {
    const std::string port = fmt::format("{}", settings.number(location + "ProxyPort").value_or(0));
    out.proxy = model::Setting{with_port(proxy_host(proxy), port), location + "ProxyURL"};
    out.proxy_has_account = settings.has_account(location + "ProxyUserName");
  }
  return out;
}

}  // namespace

base::Result<model::EndpointSettings> parse_preferences(std::string_view bytes) {
  const auto list = read_list(bytes);
  if (!list) return tl::make_unexpected(list.error());
  const Dictionary settings(list->get());
  model::EndpointSettings out;
  out.kind = model::SettingsKind::Preferences;
  auto primary = source_of(settings, "PrimaryServer");
  if (!primary) return tl::make_unexpected(std::move(primary.error()));
  auto secondary = source_of(settings, "SecondaryServer");
  if (!secondary) return tl::make_unexpected(std::move(secondary.error()));
  if (!primary->is_configured && !secondary->is_configured) {
    return base::fail(base::ErrorKind::Malformed, "no setting named PrimaryServer... in it");
  }
  out.primary = std::move(*primary);
  // An address may be left over where the switch is off.
  if (settings.number("SecondaryServer").value_or(1) != 0) out.secondary = std::move(*secondary);
  if (auto updated = settings.text("LastUpdated"); updated && !updated->empty()) {
    out.last_update = model::Setting{updated->substr(0, 64), "LastUpdated"};
  }
  return out;
}

}  // namespace webcid::endpoint
