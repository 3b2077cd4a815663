#include <webcid/causes/guide.hpp>

#include <algorithm>
#include <array>

namespace webcid::causes {
namespace {

// clang-format off
constexpr auto kSteps = std::to_array<GuideStep>({
    {"guide.iis-answers",
     {"IIS is installed and answers", "IIS が導入され、応答する"}},
    {"guide.virtual-directory",
     {"a virtual directory, for example SophosUpdate, exists below the site",
      "サイトの下に仮想ディレクトリ (例: SophosUpdate) が追加されている"}},
    {"guide.physical-path",
     {"its physical path is the folder of the published updates",
      "仮想ディレクトリの物理パスが、配信するアップデートのフォルダーになっている"}},
    {"guide.mime-any",
     {"MIME type \".*\" (application/octet-stream) is added", "「MIMEの種類」に拡張子「.*」(application/octet-stream) が追加されている"}},
    {"guide.mime-none",
     {"MIME type \".\" (application/octet-stream) is added", "「MIMEの種類」に拡張子「.」(application/octet-stream) が追加されている"}},
    {"guide.listing",
     {"directory browsing is enabled", "「ディレクトリの参照」が有効になっている"}},
    {"guide.double-escaping",
     {"request filtering allows double escaping", "「要求のフィルタリング」で「ダブルエスケープを許可する」にチェックが入っている"}},
    {"guide.bin",
     {"\"bin\" is not among the hidden segments", "「非表示セグメント」に「bin」が含まれていない"}},
    {"guide.address-opens",
     {"http://<IP address>/SophosUpdate opens", "「http://IPアドレス/SophosUpdate」が開ける"}},
    {"guide.extensionless-downloads",
     {"files without an extension download", "拡張子のないファイルが正常にダウンロードできる"}},
    {"guide.policy-address",
     {"the updating policy has the address http://<IP address>/SophosUpdate",
      "アップデートポリシーのアドレスが「http://IPアドレス/SophosUpdate」になっている"}},
    {"guide.policy-account",
     {"the updating policy has the account of the share (SophosUpdateMgr)",
      "アップデートポリシーのユーザ名とパスワードが共有フォルダのアカウント (SophosUpdateMgr) になっている"}},
    {"guide.install-source",
     {"the initial install source is \\\\<IP address>\\SophosUpdate, not the primary server address",
      "「新規インストール元」で「プライマリサーバアドレスを使用する」のチェックが外れ、「\\\\IPアドレス\\SophosUpdate」が記入されている"}},
    {"guide.endpoint-updates",
     {"an endpoint can update", "エンドポイントからアップデートできる"}},
});
// clang-format on

}  // namespace

std::span<const GuideStep> all_guide_steps() {
  return kSteps;
}

const GuideStep* find_guide_step(std::string_view id) {
  const auto* const found =
      std::find_if(kSteps.begin(), kSteps.end(), [id](const GuideStep& step) { return step.id == id; });
  return found == kSteps.end() ? nullptr : found;
}

}  // namespace webcid::causes
