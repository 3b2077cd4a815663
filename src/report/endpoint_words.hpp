// The words around an endpoint's update settings.
#pragma once

#include <webcid/causes/language.hpp>
#include <webcid/model/report.hpp>

namespace webcid::report::words {

using causes::Text;

// clang-format off
inline constexpr Text kTitle{"update settings of an endpoint", "エンドポイントのアップデート設定"};
inline constexpr Text kReadFrom{"read from", "読み取り元"};
inline constexpr Text kPrimary{"primary", "プライマリ"};
inline constexpr Text kSecondary{"secondary", "セカンダリ"};
inline constexpr Text kAlso{"also", "その他"};
inline constexpr Text kNotSet{"not set", "設定なし"};
inline constexpr Text kVendor{"the vendor's own servers", "ベンダーのサーバー"};
inline constexpr Text kAccount{"account", "アカウント"};
inline constexpr Text kAccountThere{"there; its name and password are not read", "設定あり (名前とパスワードは読み取らない)"};
inline constexpr Text kProxy{"proxy", "プロキシ"};
inline constexpr Text kProxyAccount{"proxy account", "プロキシのアカウント"};
inline constexpr Text kLastUpdate{"last update", "最終アップデート"};
inline constexpr Text kExplain{"`webcid explain {0}` says why, and what mends it", "`webcid explain {0}` で理由と対処方法を表示"};
// clang-format on

constexpr Text verdict_of_settings(model::Verdict verdict) {
  switch (verdict) {
    case model::Verdict::Healthy:
      return {"healthy: the primary address can be updated from; `webcid check` tries it",
              "正常: プライマリのアドレスは適切 (実際の確認は `webcid check`)"};
    case model::Verdict::Deviates:
      return {"deviates: the primary address can be updated from, the secondary one cannot",
              "相違あり: プライマリのアドレスは適切だが、セカンダリのアドレスは使用できない"};
    case model::Verdict::Broken:
      return {"broken: the primary address cannot be updated from",
              "異常: プライマリのアドレスからはアップデートできない"};
    case model::Verdict::Unknown:
      break;
  }
  return {"unknown: updates come from the vendor's own servers: no address to judge",
          "不明: ベンダーのサーバーからアップデートするため、判定するアドレスがない"};
}

}  // namespace webcid::report::words
