// Causes in several servers behind one name: rows of the catalogue of causes.
#pragma once

#include <array>

#include <webcid/causes/causes.hpp>

#include "endpoint_texts.hpp"

namespace webcid::causes::table {

// clang-format off
inline constexpr auto kNodes = std::to_array<Cause>({
    {"nodes.disagree", model::Severity::Error, ParameterKind::List, "addresses",
     {"servers behind one name answer differently: {0}",
      "1 つの名前に割り当てられた複数のサーバーの応答が異なる: {0}"},
     {"their published trees or their settings differ; an endpoint that gets the catalogue from one and the files "
      "from another fails by chance",
      "サーバー間で配信フォルダーの内容または設定が異なります。"
      "カタログとファイルを別々のサーバーから取得したエンドポイントが、不規則に失敗します"},
     {"the same request gets another status or other bytes, depending on the address",
      "同じ要求でも、接続先の IP アドレスによってステータスまたは内容が異なる"},
     kDownloadFailedNowAndThen, "",
     "RFC 1794 (several addresses for one name); WebCID guide: the note on load balancing"},

    {"nodes.down", model::Severity::Error, ParameterKind::One, "address",
     {"one of several servers behind the name does not answer: {0}",
      "同じ名前に割り当てられたサーバーのうち 1 台が応答しない: {0}"},
     {"endpoints that are sent to this server cannot update, while all others can",
      "このサーバーに割り振られたエンドポイントだけがアップデートできません"},
     {"connections to this address fail, those to the other addresses of the name succeed",
      "この IP アドレスへの接続は失敗し、同じ名前の他の IP アドレスには接続できる"},
     kNoConnection, "",
     "RFC 1794 (several addresses for one name); WebCID guide: the note on load balancing"},
});
// clang-format on

}  // namespace webcid::causes::table
