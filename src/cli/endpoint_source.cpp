#include "endpoint_source.hpp"

#include <utility>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <webcid/base/file.hpp>
#include <webcid/base/text.hpp>
#include <webcid/base/url.hpp>
#include <webcid/endpoint/endpoint.hpp>
#include <webcid/net/proxy.hpp>

#include "bilingual.hpp"

namespace webcid::cli {

void EndpointSource::add_to(CLI::App& command, CLI::Option& address) {
  auto* const own = command.add_flag("--from-endpoint", is_own,
                                     both({"address and proxy of this machine's own update settings",
                                           "このコンピューターのアップデート設定にあるアドレスとプロキシを使用"}));
  auto* const copied = command.add_option("--endpoint-file", file,
                                          both({"the same of a copied file: iconn.cfg, com.sophos.sau.plist, or what "
                                                "savconfig -v prints",
                                                "コピーしたファイル (iconn.cfg、com.sophos.sau.plist、savconfig -v の"
                                                "出力) の設定を使用"}));
  copied->type_name("FILE");
  own->excludes(copied);
  address.excludes(own);
  address.excludes(copied);
}

base::Result<void> EndpointSource::read(std::string& address, ConnectionOptions& connection,
                                        check::FromSettings& from) const {
  const auto settings = file.empty() ? endpoint::read_machine() : endpoint::read_file(file);
  if (!settings) return tl::make_unexpected(settings.error());
  const std::string shown = base::printable(settings->origin);
  const model::UpdateSource& primary = settings->primary;
  if (primary.publisher == model::Publisher::Vendor) {
    return base::fail(base::ErrorKind::Usage, fmt::format("{}: updates come from the vendor, not from a share", shown));
  }
  address = endpoint::address_of(primary);
  // Of a copied file the name only: reports and evidence travel, and a path can hold a user's name.
  const std::string name = base::from_native(base::to_native(settings->origin).filename());
  from.origin = file.empty() ? settings->origin : name;
  // What cannot be an address is told as such, and nothing else of it is tried.
  if (!base::parse_address(address)) return {};
  if (primary.proxy) {
    if (connection.proxy.empty() && !connection.no_proxy) {
      if (auto proxy = net::parse_proxy(primary.proxy->text, shown); !proxy) {
        return tl::make_unexpected(std::move(proxy.error()));
      }
      connection.proxy = primary.proxy->text;
      from.proxy_from = name;
      if (primary.proxy_has_account && connection.proxy_user.empty()) {
        from.notes.push_back({"settings-proxy-account", {}, std::nullopt});
      }
    } else {
      from.notes.push_back({"settings-proxy-unused", {primary.proxy->text}, std::nullopt});
    }
  }
  if (primary.has_account && connection.user.empty()) from.notes.push_back({"settings-account", {}, std::nullopt});
  const std::string second = endpoint::address_of(settings->secondary);
  if (!second.empty()) from.notes.push_back({"settings-other-address", {second}, std::nullopt});
  return {};
}

}  // namespace webcid::cli
