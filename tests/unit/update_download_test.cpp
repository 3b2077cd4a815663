#include <webcid/update/download.hpp>

#include "catch.hpp"

using namespace webcid;
using model::Outcome;
using model::TransportError;

namespace {

// SHA-256 of "abc" (FIPS 180-2, appendix B.1).
constexpr std::string_view kAbc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

model::Entry healthy_entry() {
  return {*base::RelativePath::create("savxp/vdl.dat"),
          3,
          {*model::Digest::from_hex(model::DigestAlgorithm::Sha256, kAbc)}};
}

model::Exchange healthy_exchange() {
  model::Exchange exchange;
  exchange.status = 200;
  exchange.body.length = 3;
  exchange.body.declared = 3;
  return exchange;
}

const model::Digest kRight = *model::Digest::from_hex(model::DigestAlgorithm::Sha256, kAbc);
const model::Digest kWrong = *model::Digest::from_hex(model::DigestAlgorithm::Sha256, std::string(64, '0'));

}  // namespace

TEST_CASE("an entry whose size and digest agree is verified") {
  CHECK(update::judge_arrival(healthy_entry(), healthy_exchange(), {&kRight, 1}) == Outcome::Verified);
}

TEST_CASE("other bytes of the right size have a wrong hash") {
  CHECK(update::judge_arrival(healthy_entry(), healthy_exchange(), {&kWrong, 1}) == Outcome::WrongHash);
}

TEST_CASE("a complete body of another size has a wrong size, whatever its digest") {
  model::Exchange exchange = healthy_exchange();
  exchange.body.length = 4;
  CHECK(update::judge_arrival(healthy_entry(), exchange, {&kWrong, 1}) == Outcome::WrongSize);
  exchange.body.length = 0;
  CHECK(update::judge_arrival(healthy_entry(), exchange, {&kWrong, 1}) == Outcome::WrongSize);
}

TEST_CASE("an entry without size and digest is verified by arriving whole") {
  const model::Entry entry{*base::RelativePath::create("x"), std::nullopt, {}};
  CHECK(update::judge_arrival(entry, healthy_exchange(), {}) == Outcome::Verified);
}

TEST_CASE("how a transfer ended decides before its bytes do") {
  struct Row {
    TransportError error;
    int status;
    Outcome outcome;
  };
  const Row rows[] = {
      {TransportError::CutShort, 200, Outcome::Truncated},     {TransportError::Reset, 200, Outcome::Truncated},
      {TransportError::BadEncoding, 200, Outcome::Truncated},  {TransportError::Reset, 0, Outcome::Failed},
      {TransportError::Refused, 0, Outcome::Failed},           {TransportError::Stalled, 200, Outcome::Failed},
      {TransportError::LocalWrite, 200, Outcome::Failed},      {TransportError::Cancelled, 200, Outcome::Skipped},
      {TransportError::BodyTooLarge, 200, Outcome::WrongSize}, {TransportError::None, 404, Outcome::Refused},
      {TransportError::None, 301, Outcome::Refused},           {TransportError::None, 206, Outcome::Refused},
  };
  for (const Row& row : rows) {
    CAPTURE(name_of(row.error), row.status);
    model::Exchange exchange = healthy_exchange();
    exchange.error = row.error;
    exchange.status = row.status;
    CHECK(update::judge_arrival(healthy_entry(), exchange, {&kRight, 1}) == row.outcome);
  }
}
