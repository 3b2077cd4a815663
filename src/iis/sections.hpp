// The sections of system.webServer that have an effect here: one row each, grouped in files by what they are about.
#pragma once

#include <span>
#include <string_view>

#include "config_reader.hpp"

namespace webcid::iis {

// Where a section's settings go.
struct Place {
  Configuration& rules;
  std::string_view url;  // the place's path in the site with its final '/': what a rewrite rule matches behind
};

struct Section {
  std::string_view path;  // below <configuration>
  void (*merge)(ConfigReader&, const pugi::xml_node&, const Place&);
};

std::span<const Section> content_sections();    // static content, documents, listings, errors, headers, compression
std::span<const Section> filtering_sections();  // request filtering
std::span<const Section> access_sections();     // addresses, TLS, accounts, authorization
std::span<const Section> handler_sections();    // handlers, modules, CGI and ISAPI, WebDAV
std::span<const Section> redirect_sections();   // httpRedirect, rewrite

// "GET, HEAD" taken apart.
std::vector<std::string> words_of(std::string_view list);

// The row of `path`; null when the section has no effect here.
const Section* find_section(std::string_view path);

}  // namespace webcid::iis
