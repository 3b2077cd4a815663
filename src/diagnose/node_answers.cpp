#include "node_answers.hpp"

#include <algorithm>
#include <functional>
#include <string_view>

#include <webcid/base/text.hpp>
#include <webcid/base/url.hpp>

#include "marks.hpp"

namespace webcid::diagnose {
namespace {

constexpr std::size_t kMostAddresses = 8;

std::size_t hash_of(const std::string& text) {
  return std::hash<std::string>{}(text);
}

}  // namespace

bool is_silent(model::TransportError error) {
  using model::TransportError;
  switch (error) {
    case TransportError::Refused:
    case TransportError::Unreachable:
    case TransportError::ConnectTimeout:
    case TransportError::Stalled:
    case TransportError::Reset:
    case TransportError::EmptyReply:
      return true;
    default:
      return false;
  }
}

Family family_of(const std::string& address) {
  return address.find(':') == std::string::npos ? Family::V4 : Family::V6;
}

NodeAnswers::NodeAnswers(const model::Target& target) {
  const auto url = base::parse_address(target.url);
  const bool is_elsewhere = url && !base::equals_ignoring_case(url->host, "localhost") && target.proxy.empty();
  if (is_elsewhere) m_addresses = target.addresses;
  if (m_addresses.size() > kMostAddresses) m_addresses.resize(kMostAddresses);
}

void NodeAnswers::add(const model::Record& record) {
  if (m_addresses.empty() || record.manner == model::Manner::Tls) return;
  const model::Exchange& exchange = record.exchange;
  const std::string address = without_port(exchange.address);
  if (std::find(m_addresses.begin(), m_addresses.end(), address) == m_addresses.end()) return;
  Node& node = m_nodes[address];
  if (exchange.has_response()) {
    node.answers = true;
  } else if (is_silent(exchange.error)) {
    node.silence = {exchange.error, exchange.error_text, exchange.id, node.silence.attempts + 1};
  }
  const bool is_usual = record.manner != model::Manner::OtherAddress;
  if (is_usual && m_in_use.empty() && exchange.has_response()) {
    m_in_use = address;
    std::copy_if(m_addresses.begin(), m_addresses.end(), std::back_inserter(m_others),
                 [&](const std::string& each) { return each != m_in_use; });
  }
  if (record.purpose != model::Purpose::Catalogue) return;
  if (!is_usual) return compare_catalogue(record, node);
  if (exchange.status == 200) m_catalogues[record.path].push_back(hash_of(exchange.body.kept));
}

void NodeAnswers::compare_catalogue(const model::Record& record, Node& node) {
  const model::Exchange& exchange = record.exchange;
  if (!exchange.has_response() || exchange.error != model::TransportError::None) return;
  const auto known = m_catalogues.find(record.path);
  if (known == m_catalogues.end()) return;
  const auto& hashes = known->second;
  const bool is_same =
      exchange.status == 200 && std::find(hashes.begin(), hashes.end(), hash_of(exchange.body.kept)) != hashes.end();
  if (!is_same) node.difference = Difference{record.path, exchange.status, exchange.id};
}

NodeState NodeAnswers::state(const std::string& address) const {
  const auto found = m_nodes.find(address);
  if (found == m_nodes.end()) return NodeState::NotAsked;
  return found->second.answers ? NodeState::Answers : NodeState::Silent;
}

const NodeAnswers::Silence* NodeAnswers::silence(const std::string& address) const {
  const auto found = m_nodes.find(address);
  const bool is_silent_one = found != m_nodes.end() && !found->second.answers && found->second.silence.attempts > 0;
  return is_silent_one ? &found->second.silence : nullptr;
}

const NodeAnswers::Difference* NodeAnswers::catalogue_difference(const std::string& address) const {
  const auto found = m_nodes.find(address);
  return found != m_nodes.end() && found->second.difference ? &*found->second.difference : nullptr;
}

}  // namespace webcid::diagnose
