// What the endpoint's own log and status window say. The texts are the product's; the numbers beside them vary with
// its version, hence "usually".
#pragma once

#include <webcid/causes/language.hpp>

namespace webcid::causes::table {

inline constexpr Text kDownloadFailed{
    "\"Download of <file> failed from server <address>\", usually with code 0x6B",
    "「Download of <ファイル> failed from server <アドレス>」に当たるエラー (通常はコード 0x6B)"};

inline constexpr Text kDownloadFailedNowAndThen{
    "now and then \"Download of <file> failed from server <address>\", usually with code 0x6B; other updates work",
    "ときどき「Download of <ファイル> failed from server <アドレス>」に当たるエラー (通常はコード 0x6B)。"
    "成功することもある"};

inline constexpr Text kNoAddress{
    "\"Updating failed because no update source has been specified\", usually with code 0x6E",
    "「Updating failed because no update source has been specified」に当たるエラー (通常はコード 0x6E)"};

inline constexpr Text kPackageNotFound{
    "\"Could not find a source for updated package <name>\", usually with code 0x6F",
    "「Could not find a source for updated package <名前>」に当たるエラー (通常はコード 0x6F)"};

inline constexpr Text kNoConnection{
    "\"There was a problem while establishing a connection to the server\", usually with code 0x70",
    "「There was a problem while establishing a connection to the server」に当たるエラー (通常はコード 0x70)"};

inline constexpr Text kNoSource{"\"Could not find a source for updated packages\", usually with code 0x71",
                                "「Could not find a source for updated packages」に当たるエラー (通常はコード 0x71)"};

inline constexpr Text kNothing{"nothing: updates work", "何も表示されない (アップデートは成功する)"};

}  // namespace webcid::causes::table
