#include "hiding.hpp"

#include <string>
#include <string_view>
#include <utility>

#include <webcid/base/text.hpp>
#include <webcid/catalogue/read.hpp>
#include <webcid/model/redaction.hpp>

namespace webcid::check {
namespace {

// A page for people: it quotes headers, and its queries are links and the way here.
bool is_page(const model::Exchange& exchange) {
  const std::string_view type = exchange.header("Content-Type").value_or("");
  return exchange.status >= 300 || base::starts_with_ignoring_case(type, "text/html");
}

bool is_catalogue(const model::Record& record, const std::string& text) {
  if (record.purpose != model::Purpose::Catalogue || record.exchange.status != 200) return false;
  const std::string_view path = record.path;
  return catalogue::read(path.substr(path.rfind('/') + 1), text).has_value();
}

void hide_in_body(model::Record& record, const model::Secrets& secrets) {
  model::Exchange& exchange = record.exchange;
  if (secrets.empty() && !is_page(exchange)) return;
  std::string text = exchange.body.kept;
  if (is_page(exchange)) text = model::recorded_header_lines(model::recorded_queries(text));
  secrets.hide(text);
  if (text == exchange.body.kept || is_catalogue(record, exchange.body.kept)) return;
  exchange.body.kept = std::move(text);
}

}  // namespace

void hide_secrets(model::Record& record, const model::Listing* listing, const model::Secrets& secrets) {
  model::Exchange& exchange = record.exchange;
  if (!secrets.empty()) {
    for (model::Header& header : exchange.headers) {
      secrets.hide(header.name);
      secrets.hide(header.value);
    }
    secrets.hide(exchange.reason);
    secrets.hide(exchange.http_version);
    secrets.hide(exchange.error_text);
  }
  // The digest proves that it is what was published, not what was asked.
  const bool is_published = record.outcome == model::Outcome::Verified && record.purpose != model::Purpose::Catalogue;
  if (listing == nullptr && !is_published) hide_in_body(record, secrets);
  if (record.problem) {
    record.problem->message = model::recorded_queries(record.problem->message);
    record.problem->excerpt = model::recorded_queries(record.problem->excerpt);
    secrets.hide(record.problem->message);
    secrets.hide(record.problem->excerpt);
  }
}

}  // namespace webcid::check
