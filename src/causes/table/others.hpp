// Causes on this machine, and what no cause explains: rows of the catalogue of causes.
#pragma once

#include <array>

#include <webcid/causes/causes.hpp>

#include "endpoint_texts.hpp"

namespace webcid::causes::table {

// clang-format off
inline constexpr auto kOthers = std::to_array<Cause>({
    {"local.cannot-write", model::Severity::Error, ParameterKind::One, "path",
     {"this machine cannot write {0}",
      "この端末の {0} に書き込めない"},
     {"the disk is full, the folder is read-only, or a scanner on this machine holds the file; the server is not to blame",
      "ディスクの空き容量がないか、フォルダーが読み取り専用か、この端末のセキュリティ ソフトがファイルを使用しています。"
      "サーバー側の問題ではありません"},
     {"the write or the rename fails here",
      "この端末での書き込みまたは名前の変更が失敗する"},
     {"an error while installing, not while downloading", "ダウンロード中ではなく、インストール中のエラー"}, "",
     "the operating system's message"},

    {"unexplained", model::Severity::Error, ParameterKind::One, "status",
     {"requests fail with {0}, and no known cause fits",
      "要求が {0} で失敗するが、既知の原因に当てはまらない"},
     {"what was seen contradicts every cause that is known here",
      "確認された現象が、既知のどの原因とも一致しません"},
     {"whatever the other causes do not explain",
      "他の原因で説明できないもの"},
     kDownloadFailed, "", "Microsoft KB 943891 (status and sub-status codes)"},
});
// clang-format on

}  // namespace webcid::causes::table
