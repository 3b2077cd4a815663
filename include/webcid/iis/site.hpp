// A web site with one virtual directory: a request in, IIS's answer out. Pure but for the tree that it is given.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include <webcid/iis/answer.hpp>
#include <webcid/iis/configuration.hpp>
#include <webcid/iis/listing.hpp>
#include <webcid/iis/pages.hpp>
#include <webcid/iis/tree.hpp>
#include <webcid/iis/version.hpp>

namespace webcid::iis {

// How OPTIONS is answered once request filtering let it pass. iis.md k.6: 200 for a path that does not exist is
// strongly implied, not captured; NotFoundWhenMissing is the other reading.
enum class OptionsVerb : std::uint8_t { AlwaysAnswered, NotFoundWhenMissing, RefusedByFiltering };

enum class VirtualDirectory : std::uint8_t { Present, Missing };

// What the site's own root holds: a fresh site's iisstart.htm, or nothing (403.14).
enum class RootPage : std::uint8_t { StartPage, None };

enum class ServerHeader : std::uint8_t { Sent, Removed };

// Whether .NET 4 is registered: it decides between 404.3 and 404.17 for files without an extension (iis.md e.3).
enum class DotNet4 : std::uint8_t { Registered, NotRegistered };

struct SiteSettings {
  Version version = Version::V10_0;
  ErrorPages errors = ErrorPages::Custom;
  std::vector<Language> languages{Language::En};  // installed custerr folders, the system's first
  Culture culture = Culture::EnUs;
  std::string alias = "/SophosUpdate";  // "/": the tree is the site's root
  std::string physical_path = R"(C:\ProgramData\Sophos\Update Manager\Update Manager)";
  VirtualDirectory virtual_directory = VirtualDirectory::Present;
  RootPage root_page = RootPage::StartPage;
  ServerHeader server_header = ServerHeader::Sent;
  DotNet4 dot_net_4 = DotNet4::Registered;
  OptionsVerb options_verb = OptionsVerb::AlwaysAnswered;
  std::vector<std::string> challenges;  // WWW-Authenticate values; none: anonymous access
};

class Site {
 public:
  // `tree` must outlive the site. `configuration` holds for the virtual directory; the rest of the site has the
  // version's defaults.
  Site(SiteSettings settings, const Tree& tree, tl::expected<Configuration, ConfigurationError> configuration);

  Answer answer(const Request& request) const;

  // An answer of HTTP.sys itself: to what is no HTTP request, or for a whole site that cannot answer.
  Answer refuse(HttpSysRefusal refusal, const Request& request) const;

  const SiteSettings& settings() const { return m_settings; }

 private:
  SiteSettings m_settings;
  const Tree& m_tree;
  Configuration m_site_configuration;
  tl::expected<Configuration, ConfigurationError> m_configuration;
};

}  // namespace webcid::iis
