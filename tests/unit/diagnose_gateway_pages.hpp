// Pages of gateways, portals and HTTP.sys, written from their described structure (iis.md a.1, f.5 and the vendors'
// public manuals): enough of each to be told, not a byte copied.
#pragma once

#include <string>
#include <vector>

#include <webcid/model/evidence.hpp>

namespace webcid::diagnose::testing {

struct Answer {
  int status = 200;
  std::vector<model::Header> headers;
  std::string body;
  std::string reason;
};

inline const Answer kFortiGate{403,
                               {{"Content-Type", "text/html"}, {"X-Frame-Options", "SAMEORIGIN"}},
                               "<html><head><title>Web Filter Violation</title></head><body>"
                               "<img src=\"http://url.fortinet.net:8008/logo\"><h1>No</h1></body></html>",
                               ""};
inline const Answer kPaloAlto{503,
                              {{"Content-Type", "text/html; charset=UTF-8"}},
                              "<html><head><title>Web Page Blocked</title></head><body><h1>Web Page Blocked</h1>"
                              "<p><b>User:</b> 192.0.2.7</p><p><b>URL:</b> srv/</p><p><b>Category:</b> any</p></body>",
                              ""};
inline const Answer kSquidDenied{403,
                                 {{"Server", "squid/5.7"}, {"X-Squid-Error", "ERR_ACCESS_DENIED 0"}},
                                 "<html><title>ERROR: The requested URL could not be retrieved</title></html>",
                                 ""};
inline const Answer kSquidNoAnswer{503,
                                   {{"Server", "squid/5.7"}, {"X-Squid-Error", "ERR_CONNECT_FAIL 111"}},
                                   "<html><title>ERROR: The requested URL could not be retrieved</title></html>",
                                   ""};
inline const Answer kSquidNoName{404, {{"X-Squid-Error", "ERR_DNS_FAIL 0"}}, "<html>whatever</html>", ""};
inline const Answer kSquidWantsAccount{407,
                                       {{"Server", "squid/5.7"},
                                        {"X-Squid-Error", "ERR_CACHE_ACCESS_DENIED 0"},
                                        {"Proxy-Authenticate", "Basic realm=\"web\""}},
                                       "<html>who are you</html>",
                                       ""};
inline const Answer kNamelessWantsAccount{407, {{"Proxy-Authenticate", "Basic realm=\"the office\""}}, "", ""};
inline const Answer kTmg{403,
                         {{"Via", "1.1 GATE"}},
                         "<html><body>Network Access Message: The page cannot be displayed</body></html>",
                         "Forbidden ( Forefront TMG denied the specified Uniform Resource Locator (URL). )"};
inline const Answer kHaproxyNoServer{
    503,
    {{"cache-control", "no-cache"}, {"content-type", "text/html"}},
    "<html><body><h1>503 Service Unavailable</h1>\nNo server is available to handle this request.\n</body></html>\n",
    ""};
inline const Answer kNginxBadGateway{502,
                                     {{"Server", "nginx/1.24.0"}, {"Content-Type", "text/html"}},
                                     "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n"
                                     "<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx/1.24.0</center>",
                                     ""};
inline const Answer kNginxBusy{503,
                               {{"Server", "nginx/1.24.0"}, {"Content-Type", "text/html"}},
                               "<html>\r\n<center><h1>503 Service Temporarily Unavailable</h1></center>\r\n"
                               "<hr><center>nginx/1.24.0</center></html>",
                               ""};
inline const Answer kPortalRedirect{302, {{"Location", "http://login.hotel.example/?dst=http%3A%2F%2Fsrv"}}, "", ""};
inline const Answer kPortalPage{
    200,
    {{"Content-Type", "text/html"}},
    "<html><head><meta http-equiv=\"refresh\" content=\"0; url=https://wlan.example/sign-in?url=srv\"></head></html>",
    ""};
inline const Answer kBlockPage{
    200,
    {{"Content-Type", "text/html; charset=utf-8"}},
    "<!DOCTYPE html><html><head><title>Download blocked</title></head><body>No.</body></html>",
    ""};
// Of nobody in particular, but not by the server that the files come from.
inline const Answer kStrangePage{200,
                                 {{"Content-Type", "text/html"}, {"Server", "Box"}},
                                 "<html><body>Please wait while we scan.</body></html>",
                                 ""};

// What a record becomes when this came instead; a page has another length than any file.
inline void replace_answer(model::Record& record, const Answer& answer) {
  model::Exchange& exchange = record.exchange;
  exchange.status = answer.status;
  exchange.reason = answer.reason;
  exchange.headers = answer.headers;
  exchange.body.kept = exchange.method == model::Method::Get ? answer.body : "";
  exchange.body.length = exchange.body.kept.size();
  if (!record.outcome) return;
  const bool is_entry = record.purpose == model::Purpose::File || record.purpose == model::Purpose::Confirm;
  record.outcome = is_entry && answer.status == 200 ? model::Outcome::WrongSize : model::Outcome::Refused;
}

}  // namespace webcid::diagnose::testing
