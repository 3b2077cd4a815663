// The catalogue of an address, without downloading what it lists.
#pragma once

#include <string>
#include <vector>

#include <webcid/base/cancellation.hpp>
#include <webcid/base/result.hpp>
#include <webcid/causes/language.hpp>
#include <webcid/check/check.hpp>
#include <webcid/model/catalogue.hpp>
#include <webcid/net/options.hpp>

namespace webcid::check {

// The entries published at `address`. Malformed, in words, when the address is none, nothing answers, no catalogue can
// be read there (`webcid check` says why), or a limit of the budget was reached (its `files` is none here). A cause is
// named in the language.
base::Result<std::vector<model::Entry>> discover(const std::string& address, net::ClientOptions client,
                                                 const Budget& budget, causes::Language language,
                                                 base::Cancellation& interrupt);

}  // namespace webcid::check
