#include "budget_options.hpp"

#include <chrono>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "bilingual.hpp"
#include "byte_count.hpp"

namespace webcid::cli {
namespace {

constexpr causes::Text kGroup{"Limits", "上限"};

}  // namespace

void BudgetOptions::add_to(CLI::App& command) {
  command
      .add_option("--max-files", files,
                  both({"files that are fetched at most, of an address", "1 つのアドレスから取得するファイル数の上限"}))
      ->type_name("N")
      ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{5'000'000}))
      ->capture_default_str()
      ->group(both(kGroup));
  add_reading_to(command);
}

void BudgetOptions::add_reading_to(CLI::App& command) {
  const std::string group = both(kGroup);
  command
      .add_option("--max-bytes", bytes,
                  both({"bytes that are received at most, of an address, such as 20G",
                        "1 つのアドレスから受信するバイト数の上限 (20G など)"}))
      ->type_name("BYTES")
      ->capture_default_str()
      ->group(group);
  command
      .add_option("--max-time", seconds,
                  both({"seconds that an address may take at most", "1 つのアドレスにかける時間の上限 (秒)"}))
      ->type_name("SECONDS")
      ->check(CLI::Range(1, 31'536'000))
      ->capture_default_str()
      ->group(group);
}

base::Result<check::Budget> BudgetOptions::resolve() const {
  const auto most = parse_bytes(bytes);
  if (!most) {
    return base::fail(base::ErrorKind::Usage,
                      fmt::format("--max-bytes {}: expected bytes, such as 500M or 20G", bytes));
  }
  return check::Budget{files, *most, std::chrono::seconds(seconds)};
}

}  // namespace webcid::cli
