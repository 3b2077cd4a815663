// Several checks in one run: of addresses of their own, or of the machines behind one name.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include <webcid/base/cancellation.hpp>
#include <webcid/base/result.hpp>
#include <webcid/base/url.hpp>
#include <webcid/check/check.hpp>
#include <webcid/model/collection.hpp>

namespace webcid::check {

struct Job {
  std::string name;  // in the report
  CheckOptions options;
};

inline constexpr std::size_t kAtOnce = 8;       // checks under way at a time
inline constexpr std::size_t kMostNodes = 256;  // addresses of one name

// Runs them, and gives their reports in the order of `jobs`. At most kAtOnce are under way at a time; with an account,
// of the server or of a proxy, one after the other, and what one server refused is not sent to the next: one failed
// logon may lock the account, and with it the whole fleet. A limit on the rate is that of all together. After an
// Error, as run() gives it, none is begun any more.
base::Result<std::vector<model::NamedReport>> run_several(std::vector<Job> jobs, Watcher& watcher,
                                                          base::Cancellation& cancellation);

// The numeric addresses that the name in `address` stands for, in the resolver's order; none where it stands for none:
// run() says why. Usage where there are more than kMostNodes.
base::Result<std::vector<std::string>> nodes_of(const base::HttpUrl& address, net::ClientOptions client,
                                                base::Cancellation& cancellation);

// The check of one of them: the same request, name and account, sent to this machine.
CheckOptions at_node(CheckOptions options, const std::string& node);

}  // namespace webcid::check
