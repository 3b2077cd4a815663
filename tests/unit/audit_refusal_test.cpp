// From a status and sub-status to the cause: Microsoft's KB 943891 (iis.md a.2 to a.4) and KB 820729 (g.2).
#include "catch.hpp"

#include <string>

#include <webcid/causes/causes.hpp>

#include "audit/refusal.hpp"

namespace {

using webcid::audit::culprit_of;
using webcid::audit::Refusal;
using webcid::iis::Configuration;

Refusal refusal(int status, int sub_status, const std::string& path = "a/x.dat") {
  Refusal out;
  out.status = status;
  out.sub_status = sub_status;
  out.path = path;
  out.url_path = "/SophosUpdate/" + path;
  return out;
}

std::string cause(const Refusal& refusal, const Configuration* rules = nullptr) {
  const auto culprit = culprit_of(refusal, rules);
  std::string text = culprit.about.cause;
  for (const std::string& parameter : culprit.about.parameters) text += " " + parameter;
  return text;
}

std::string of_reason(const std::string& reason, int status) {
  Refusal out = refusal(status, -1);
  out.http_sys = reason;
  return cause(out);
}

}  // namespace

TEST_CASE("a sub-status names its cause") {
  CHECK(cause(refusal(404, 3)) == "iis.mime-map-missing .dat");
  CHECK(cause(refusal(404, 3, "a/README")) == "iis.extensionless-not-served");
  CHECK(cause(refusal(404, 17, "README")) == "iis.extensionless-not-served");
  CHECK(cause(refusal(404, 2, "setup.exe")) == "iis.cgi-isapi-restricted .exe");
  CHECK(cause(refusal(404, 4)) == "iis.handler-missing");
  CHECK(cause(refusal(404, 5)) == "iis.url-sequence-denied");
  CHECK(cause(refusal(404, 7, "a.config")) == "iis.extension-denied .config");
  CHECK(cause(refusal(404, 8, "x/Bin/y.txt")) == "iis.hidden-segment bin");
  CHECK(cause(refusal(404, 9)) == "iis.hidden-file a/x.dat");
  CHECK(cause(refusal(404, 11)) == "iis.double-escaping-refused");
  CHECK(cause(refusal(404, 12)) == "iis.high-bit-refused");
  CHECK(cause(refusal(404, 14)) == "iis.url-too-long");
  CHECK(cause(refusal(404, 19)) == "iis.user-agent-refused");
  CHECK(cause(refusal(404, 0)) == "publication.file-missing a/x.dat");
  CHECK(cause(refusal(401, 1)) == "iis.credentials-rejected");
  CHECK(cause(refusal(401, 2)) == "iis.credentials-required");
  CHECK(cause(refusal(401, 3)) == "iis.acl-denied a/x.dat");
  CHECK(cause(refusal(403, 4)) == "iis.ssl-required");
  CHECK(cause(refusal(403, 6)) == "iis.address-denied");
  CHECK(cause(refusal(403, 503)) == "iis.address-denied");
  CHECK(cause(refusal(403, 502)) == "iis.rate-limited");
  CHECK(cause(refusal(403, 2)) == "iis.read-denied");
  CHECK(cause(refusal(500, 21)) == "iis.module-failed");
  CHECK(cause(refusal(500, 50)) == "iis.module-failed");
}

TEST_CASE("500.19 is told with its result") {
  Refusal invalid = refusal(500, 19);
  CHECK(cause(invalid) == "iis.configuration-invalid");
  invalid.win32 = 13;  // ERROR_INVALID_DATA
  CHECK(cause(invalid) == "iis.configuration-invalid 0x8007000d");
}

TEST_CASE("what has no row is unexplained, with its status") {
  CHECK(cause(refusal(455, 0)) == "unexplained 455");
  CHECK(cause(refusal(404, -1)) == "unexplained 404");
  CHECK(culprit_of(refusal(404, -1), nullptr).confidence == webcid::model::Confidence::Possible);
}

TEST_CASE("rules tell apart what shares a sub-status") {
  Configuration rules;
  CHECK(cause(refusal(404, 4), &rules) == "iis.handler-missing");
  rules.handlers.access_policy.clear();
  CHECK(cause(refusal(404, 4), &rules) == "iis.read-denied");
  CHECK(cause(refusal(401, 2), &rules) == "iis.authorization-denied a/x.dat");
  rules.authentication.anonymous = false;
  rules.authentication.basic = true;
  CHECK(cause(refusal(401, 2), &rules) == "iis.credentials-required Basic");
  rules.request_filtering.denied_sequences = {"/x."};
  CHECK(cause(refusal(404, 5), &rules) == "iis.url-sequence-denied /x.");
  rules.request_filtering.hidden_segments = {"a"};
  CHECK(cause(refusal(404, 8), &rules) == "iis.hidden-segment a");
  rules.request_filtering.max_url = 90;
  CHECK(cause(refusal(404, 14), &rules) == "iis.url-too-long 91");
}

TEST_CASE("a setting is named with the entry that decides") {
  Configuration rules;
  const auto setting = [&](int status, int sub_status, const std::string& path = "a/x.dat") {
    return culprit_of(refusal(status, sub_status, path), &rules).setting;
  };
  CHECK(setting(404, 3) == "system.webServer/staticContent#.dat");
  CHECK(setting(404, 3, "README") == "system.webServer/staticContent#.");
  CHECK(setting(404, 11) == "system.webServer/security/requestFiltering/@allowDoubleEscaping");
  CHECK(setting(404, 7) == "system.webServer/security/requestFiltering/fileExtensions/@allowUnlisted");
  rules.request_filtering.extensions[".dat"] = false;
  CHECK(setting(404, 7) == "system.webServer/security/requestFiltering/fileExtensions#.dat");
  rules.request_filtering.hidden_segments = {"bin"};
  CHECK(setting(404, 8, "bin/x") == "system.webServer/security/requestFiltering/hiddenSegments#bin");
}

TEST_CASE("a reason of HTTP.sys names its cause") {
  CHECK(of_reason("AppOffline", 503) == "httpsys.pool-stopped");
  CHECK(of_reason("Disabled", 503) == "httpsys.pool-stopped");
  CHECK(of_reason("QueueFull", 503) == "httpsys.connection-limit");
  CHECK(of_reason("ConnLimit", 503) == "httpsys.connection-limit");
  CHECK(of_reason("Hostname", 400) == "httpsys.no-binding");
  CHECK(of_reason("URL", 400) == "httpsys.request-rejected URL");
  CHECK(of_reason("FieldLength", 400) == "httpsys.request-rejected FieldLength");
  CHECK(of_reason("N/A", 404) == "httpsys.no-site");
  CHECK(of_reason("Timer_MinBytesPerSecond", 0) == "content.truncated a/x.dat");
  CHECK(of_reason("Something_New", 0) == "unexplained 0");
}

TEST_CASE("every cause that is told is in the catalogue of causes") {
  for (int status = 300; status < 600; ++status) {
    for (int sub_status = -1; sub_status < 600; ++sub_status) {
      const auto culprit = culprit_of(refusal(status, sub_status), nullptr);
      if (webcid::causes::find(culprit.about.cause) == nullptr) FAIL(culprit.about.cause);
    }
  }
  SUCCEED();
}
