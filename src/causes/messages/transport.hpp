// Of net: why an exchange ended. What libcurl and the resolver say stays theirs.
#pragma once

#include <array>

#include <webcid/causes/messages.hpp>

namespace webcid::causes::messages {

// clang-format off
inline constexpr auto kTransport = std::to_array<Message>({
    {"no address of the family that was asked for", "指定された種類 (IPv4 または IPv6) のアドレスがない"},
    {"the name has no usable address", "名前に使用できるアドレスがない"},
    {"no answer from the resolver within {0} ms", "名前解決の応答が {0} ms 以内にない"},
    {"the transport library refused the request", "通信ライブラリが要求を受け付けない"},
    {"not finished within the time limit of {0} ms", "制限時間の {0} ms 以内に終わらない"},
    {"could not store the body", "本文を保存できない"},
    {"more than {0} bytes of headers", "ヘッダーが {0} バイトを超えている"},
    {"more than {0} bytes of body", "本文が {0} バイトを超えている"},
});
// clang-format on

}  // namespace webcid::causes::messages
