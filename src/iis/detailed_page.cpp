// Detailed error pages: layouts, anchors and key sentences from iis.md f.2. Lines end in a blank and LF, as on the
// wire.
#include <fmt/format.h>

#include <array>
#include <webcid/iis/pages.hpp>

namespace webcid::iis {
namespace {

constexpr std::string_view kNotFoundText =
    "The resource you are looking for has been removed, had its name changed, or is temporarily unavailable.";
constexpr std::string_view kFiltering = "RequestFilteringModule";
constexpr std::string_view kIp = "IpRestrictionModule";
constexpr std::string_view kDynamicIp = "DynamicIpRestrictionModule";

// Sub-status 0 rows stand for every sub-status of their status that has no row of its own.
constexpr std::array<Refusal, 44> kRefusals{{
    {401, 0, "IIS Web Core", "AuthenticateRequest",
     "You are not authorized to view this page due to invalid authentication headers."},
    {401, 1, "IIS Web Core", "AuthenticateRequest",
     "You do not have permission to view this directory or page using the credentials that you supplied."},
    {401, 2, "IIS Web Core", "AuthenticateRequest",
     "You are not authorized to view this page due to invalid authentication headers."},
    {401, 3, "IIS Web Core", "AuthorizeRequest",
     "You do not have permission to view this directory or page because of the access control list (ACL) configuration "
     "or encryption settings for this resource on the Web server."},
    {401, 501, kDynamicIp, "BeginRequest", "Too many concurrent requests were made from the same client IP address."},
    {401, 502, kDynamicIp, "BeginRequest", "The maximum number of requests from the same client IP was reached."},
    {401, 503, kIp, "BeginRequest", "The IP address of the client is not allowed."},
    {403, 0, "IIS Web Core", "BeginRequest", "You do not have permission to view this directory or page."},
    {403, 1, "IIS Web Core", "MapRequestHandler",
     "You have attempted to run a program from a directory that does not allow programs to be run."},
    {403, 2, "IIS Web Core", "MapRequestHandler",
     "You have attempted to view a resource that does not have Read access."},
    {403, 4, "IIS Web Core", "BeginRequest",
     "The page you are trying to access is secured with Secure Sockets Layer (SSL)."},
    {403, 5, "IIS Web Core", "BeginRequest",
     "The page you are trying to access is secured with 128-bit version of Secure Sockets Layer (SSL)."},
    {403, 6, kIp, "BeginRequest",
     "The IP address from which you are browsing is not permitted to access the Web site."},
    {403, 7, "IIS Web Core", "BeginRequest",
     "The page you are attempting to access requires your browser to have a Secure Sockets Layer (SSL) client "
     "certificate that the Web server recognizes."},
    {403, 501, kDynamicIp, "BeginRequest", "Too many concurrent requests were made from the same client IP address."},
    {403, 502, kDynamicIp, "BeginRequest", "The maximum number of requests from the same client IP was reached."},
    {403, 503, kIp, "BeginRequest",
     "The IP address from which you are browsing is not permitted to access the Web site."},
    {403, 14, "DirectoryListingModule", "ExecuteRequestHandler",
     "The Web server is configured to not list the contents of this directory."},
    {404, 0, "IIS Web Core", "MapRequestHandler", kNotFoundText},
    {404, 2, "CgiModule", "ExecuteRequestHandler",
     "The page you are requesting cannot be served because of the ISAPI and CGI Restriction list settings on the Web "
     "server."},
    {404, 3, "StaticFileModule", "ExecuteRequestHandler",
     "The page you are requesting cannot be served because of the extension configuration. If the page is a script, "
     "add a handler. If the file should be downloaded, add a MIME map."},
    {404, 4, "IIS Web Core", "MapRequestHandler",
     "The resource you are looking for does not have a handler associated with it."},
    {404, 5, kFiltering, "BeginRequest", "The request filtering module is configured to deny the URL sequence."},
    {404, 6, kFiltering, "BeginRequest", "The request filtering module is configured to deny the HTTP verb."},
    {404, 7, kFiltering, "BeginRequest", "The request filtering module is configured to deny the file extension."},
    {404, 8, kFiltering, "BeginRequest",
     "The request filtering module is configured to deny a path in the URL that contains a hiddenSegment section."},
    {404, 9, "StaticFileModule", "ExecuteRequestHandler", kNotFoundText},
    {404, 10, kFiltering, "BeginRequest",
     "The request filtering module is configured to deny a request header that is too long."},
    {404, 11, kFiltering, "BeginRequest",
     "The request filtering module is configured to deny a request that contains a double escape sequence."},
    {404, 12, kFiltering, "BeginRequest",
     "The request filtering module is configured to deny a request that contains high bit characters."},
    {404, 13, kFiltering, "BeginRequest",
     "The request filtering module is configured to deny a request that exceeds the request content length."},
    {404, 14, kFiltering, "BeginRequest",
     "The request filtering module is configured to deny a request in which the URL is too long."},
    {404, 15, kFiltering, "BeginRequest",
     "The request filtering module is configured to deny a request where the query string is too long."},
    {404, 17, "StaticFileModule", "ExecuteRequestHandler",
     "The requested content appears to be script and will not be served by the static file handler."},
    {404, 18, kFiltering, "BeginRequest",
     "The request filtering module is configured to deny a request where the query string contains a disallowed "
     "character sequence."},
    {404, 19, kFiltering, "BeginRequest",
     "The request filtering module is configured to deny a request that matches a request filtering rule."},
    {404, 501, kDynamicIp, "BeginRequest", kNotFoundText},
    {404, 502, kDynamicIp, "BeginRequest", kNotFoundText},
    {404, 503, kIp, "BeginRequest", kNotFoundText},
    {405, 0, "StaticFileModule", "ExecuteRequestHandler",
     "The page you are looking for cannot be displayed because an invalid method (HTTP verb) is being used."},
    {500, 19, "IIS Web Core", "BeginRequest",
     "The requested page cannot be accessed because the related configuration data for the page is invalid."},
    {413, 1, kFiltering, "BeginRequest",
     "The request filtering module is configured to deny a request that exceeds the request content length."},
    {500, 21, "IIS Web Core", "ExecuteRequestHandler",
     "The handler of the request has a bad module in its module list."},
    {500, 0, "IIS Web Core", "ExecuteRequestHandler",
     "The page cannot be displayed because an internal server error has occurred."},
}};

constexpr Refusal kOther{0, 0, "IIS Web Core", "ExecuteRequestHandler", "The request could not be completed."};

// 7.0 before its service pack knew another sentence for 404.3.
constexpr std::string_view kMimeText70 =
    "The page you are requesting cannot be served because of the Multipurpose Internet Mail Extensions (MIME) map "
    "policy that is configured on the Web server.";

constexpr std::string_view kStyle =
    "<style type=\"text/css\"> \n"
    "<!-- \n"
    "body{margin:0;font-family:Verdana,Arial,Helvetica,sans-serif;font-size:.7em;} \n"
    "code{margin:0;font-size:1.1em;font-weight:bold;color:#006600;} \n"
    ".config_source code{color:#000000;font-size:.8em;} \n"
    "pre{margin:0;word-wrap:break-word;font-size:1.4em;} \n"
    "ul,ol{margin:10px 0 10px 5px;} \n"
    "ul.first,ol.first{margin-top:5px;} \n"
    "fieldset{word-break:break-all;padding:0 15px 10px 15px;} \n"
    ".summary-container fieldset{margin-top:4px;padding-bottom:5px;} \n"
    "legend.no-expand-all{margin:0 0 0 -12px;padding:2px 15px 4px 10px;} \n"
    "legend{margin:4px 0 8px -12px;color:#333333;font-size:1em;font-weight:bold;} \n"
    "a:link,a:visited{font-weight:bold;color:#007EFF;} \n"
    "a:hover{text-decoration:none;} \n"
    "h1{margin:0;color:#FFF;font-size:2.4em;} \n"
    "h2{margin:0;color:#CC0000;font-size:1.7em;} \n"
    "h3{margin:10px 0 0 0;color:#CC0000;font-size:1.4em;} \n"
    "h4{margin:10px 0 5px 0;font-size:1.2em;} \n"
    "#header{width:96%;margin:0;padding:6px 2% 6px 2%;color:#FFF;background-color:#5C87B2; \n"
    " font-family:\"trebuchet MS\",Verdana,sans-serif;} \n"
    "#content{position:relative;margin:0 0 0 2%;} \n"
    ".summary-container,.content-container{position:relative;width:96%;margin-top:8px;padding:10px;background:#FFF;} \n"
    ".content-container p{margin:0 0 10px 0;} \n"
    "#details-left{float:left;width:35%;margin-right:2%;} \n"
    "#details-right{float:left;width:63%;overflow:hidden;} \n"
    "#server_version{width:96%;min-height:1px;margin:0 0 5px 0;padding:11px 2% 8px 2%;text-align:right; \n"
    " color:#FFF;background-color:#5A7FA5;border-top:1px solid #4A6C8E;border-bottom:1px solid #C1CFDD; \n"
    " font-size:1em;font-weight:normal;} \n"
    "#server_version p{margin:5px 0;} \n"
    "table{width:100%;margin:4px 0 4px 0;border:none;} \n"
    "td,th{padding:3px 0;vertical-align:top;text-align:left;font-weight:normal;border:none;} \n"
    "th{width:30%;padding-right:2%;text-align:right;font-weight:bold;} \n"
    "thead th{width:25%;background-color:#ebebeb;} \n"
    "#details-right th{width:20%;} \n"
    ".highlight-code{font-weight:bold;font-style:italic;color:#CC0000;} \n"
    ".clear{clear:both;} \n"
    ".preferred{padding:0 5px 2px 5px;color:#FFF;background:#006633;font-size:.8em;font-weight:normal;} \n"
    "--> \n"
    "</style> \n"
    " \n";

enum class Layout : std::uint8_t { Seven, Eight };

Layout layout_of(Version version) {
  return version < Version::V8_0 ? Layout::Seven : Layout::Eight;
}

std::string row(std::string_view name, std::string_view value, Layout layout) {
  return fmt::format("    <tr><th>{}</th><td>{}{}</td></tr> \n", name,
                     layout == Layout::Eight ? "&nbsp;&nbsp;&nbsp;" : "", escape_html(value));
}

std::string title_of(const DetailedPage& facts) {
  return fmt::format("{}.{} - {}", facts.status, facts.sub_status, reason_phrase(facts.status));
}

std::string_view handler_of(const DetailedPage& facts) {
  return facts.status == 500 && facts.sub_status == 19 ? "Not yet determined" : "StaticFile";
}

std::string hint_list(std::string_view heading, std::string_view first, std::string_view second) {
  return fmt::format(
      "<div class=\"content-container\"> \n"
      " <fieldset><h4>{}</h4> \n"
      "  <ul> \t<li>{}</li> \t<li>{}</li> </ul> \n"
      " </fieldset> \n"
      "</div> \n",
      heading, first, second);
}

std::string hints() {
  return hint_list("Most likely causes:", "The server's configuration or its content does not allow this request.",
                   "The address in the request contains a typing error, or names a file that has since been moved to "
                   "another folder.") +
         hint_list("Things you can try:", "Compare the physical path below with where the content really is.",
                   "Create a tracing rule to track failed requests for this HTTP status code and see which module is "
                   "calling SetStatus. The error code and the notification below say at which step of the request "
                   "the server gave up.");
}

std::string error_facts(const DetailedPage& facts, const Refusal& why, Layout layout) {
  std::string html =
      "  <div id=\"details-left\"> \n"
      "   <table border=\"0\" cellpadding=\"0\" cellspacing=\"0\"> \n";
  html += row("Module", facts.module.empty() ? why.module : facts.module, layout) +
          row("Notification", why.notification, layout) + row("Handler", handler_of(facts), layout) +
          row("Error Code", fmt::format("0x{:08x}", facts.hresult), layout);
  if (!facts.config_error.empty()) {
    html += row("Config Error", facts.config_error, layout) + row("Config File", facts.config_file, layout);
  }
  html +=
      "   </table> \n"
      "  </div> \n"
      "  <div id=\"details-right\"> \n"
      "   <table border=\"0\" cellpadding=\"0\" cellspacing=\"0\"> \n";
  html += row("Requested URL", facts.requested_url, layout) + row("Physical Path", facts.physical_path, layout) +
          row("Logon Method", facts.logon, layout) + row("Logon User", facts.logon, layout);
  return html +
         "   </table> \n"
         "   <div class=\"clear\"></div> \n"
         "  </div> \n";
}

std::string anchor(const DetailedPage& facts) {
  return fmt::format(
      "  This error means that the server looked at the request and decided against answering it. Compare what the "
      "tables above say with what was meant, then try the request again. \n"
      "  <p><a href=\"http://go.microsoft.com/fwlink/?LinkID=62293&amp;IIS70Error={},{},0x{:08x},{}\">View more "
      "information &raquo;</a></p> \n",
      facts.status, facts.sub_status, facts.hresult, row_of(facts.version).build);
}

std::string body_of_seven(const DetailedPage& facts, const Refusal& why, std::string_view text) {
  return fmt::format(
      "<div id=\"header\"><h1>Server Error in Application \"DEFAULT WEB SITE\"</h1></div> \n"
      "<div id=\"server_version\"><p>Internet Information Services {}</p></div> \n"
      "<div id=\"content\"> \n"
      "<div class=\"content-container\"> \n"
      " <fieldset><legend>Error Summary</legend> \n"
      "  <h2>HTTP Error {}</h2> \n"
      "  <h3>{}</h3> \n"
      " </fieldset> \n"
      "</div> \n"
      "<div class=\"content-container\"> \n"
      " <fieldset><legend>Detailed Error Information</legend> \n"
      "{}"
      " </fieldset> \n"
      "</div> \n"
      "{}"
      "<div class=\"content-container\"> \n"
      " <fieldset><legend>Links and More Information</legend> \n"
      "{}"
      " </fieldset> \n"
      "</div> \n"
      "</div> \n",
      row_of(facts.version).name, title_of(facts), text, error_facts(facts, why, Layout::Seven), hints(),
      anchor(facts));
}

std::string body_of_eight(const DetailedPage& facts, const Refusal& why, std::string_view text) {
  return fmt::format(
      "<div id=\"content\"> \n"
      "<div class=\"content-container\"> \n"
      "  <h3>HTTP Error {}</h3> \n"
      "  <h4>{}</h4> \n"
      "</div> \n"
      "{}"
      "<div class=\"content-container\"> \n"
      " <fieldset><h4>Detailed Error Information:</h4> \n"
      "{}"
      " </fieldset> \n"
      "</div> \n"
      "<div class=\"content-container\"> \n"
      " <fieldset><h4>More Information:</h4> \n"
      "{}"
      " </fieldset> \n"
      "</div> \n"
      "</div> \n",
      title_of(facts), text, hints(), error_facts(facts, why, Layout::Eight), anchor(facts));
}

}  // namespace

std::span<const Refusal> refusals() {
  return kRefusals;
}

const Refusal& refusal(int status, int sub_status) {
  const Refusal* general = &kOther;
  for (const Refusal& row : kRefusals) {
    if (row.status == status && row.sub_status == sub_status) return row;
    if (row.status == status && row.sub_status == 0) general = &row;
  }
  return *general;
}

std::string detailed_page(const DetailedPage& facts) {
  const Refusal& why = refusal(facts.status, facts.sub_status);
  const bool is_mime_70 = facts.version == Version::V7_0 && facts.status == 404 && facts.sub_status == 3;
  const std::string_view text = is_mime_70 ? kMimeText70 : why.text;
  const std::string body =
      layout_of(facts.version) == Layout::Seven ? body_of_seven(facts, why, text) : body_of_eight(facts, why, text);
  return fmt::format(
      "<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Strict//EN\" "
      "\"http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd\"> \n"
      "<html xmlns=\"http://www.w3.org/1999/xhtml\"> \n"
      "<head> \n"
      "<title>IIS {} Detailed Error - {}</title> \n"
      "{}"
      "</head> \n"
      "<body> \n"
      "{}"
      "</body> \n"
      "</html> \n",
      row_of(facts.version).name, title_of(facts), kStyle, body);
}

}  // namespace webcid::iis
