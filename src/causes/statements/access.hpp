// What was seen of refusals that depend on who asks and how.
#pragma once

#include <array>

#include <webcid/causes/statements.hpp>

namespace webcid::causes::statements {

// clang-format off
inline constexpr auto kAccess = std::to_array<StatementText>({
    {"part-refused",
     "{0} and all that was asked for below it get {1}",
     "{0} とその下への要求には、すべて {1} が返る"},
    {"sent-to",
     "the answer leads to {0}",
     "応答は {0} へ誘導している"},
    {"challenged",
     "the answer asks for an account ({0})",
     "応答はアカウントによる認証 ({0}) を要求している"},
    {"account-refused",
     "the account was sent and refused ({0})",
     "アカウントを送信したが拒否された ({0})"},
    {"not-challenged",
     "the answer asks for no account (no WWW-Authenticate)",
     "応答はアカウントを要求していない (WWW-Authenticate なし)"},
    {"verb-refused-too",
     "{0} on {1} gets {2} as well: the refusal comes before any file is looked for",
     "{1} への {0} にも {2} が返る。ファイルを探す前に拒否されている"},
    {"verb-passes",
     "{0} on {1} gets {2}: the refusal comes only when the file is opened",
     "{1} への {0} には {2} が返る。ファイルを開く段階で拒否されている"},
    {"verb-passes-elsewhere",
     "{0} on {1} gets {2}: the name alone is not what is refused",
     "{1} への {0} には {2} が返る。名前だけが拒否の理由ではない"},
    {"verb-passes-type",
     "{0} on the made-up {1} gets {2}: this type of file is let pass",
     "架空の {1} への {0} には {2} が返る。この種類のファイルは通過している"},
    {"tls-answers",
     "the same address over TLS gets {0}",
     "同じアドレスに TLS で接続すると {0} が返る"},
    {"tls-silent",
     "nothing answers over TLS",
     "TLS では応答がない"},
    {"agent-passes",
     "with the User-Agent {0} the same request gets {1}",
     "User-Agent を {0} にすると、同じ要求に {1} が返る"},
    {"head-refused",
     "HEAD on {0} gets {1}, GET gets the file",
     "{0} への HEAD には {1} が返るが、GET では取得できる"},
});
// clang-format on

}  // namespace webcid::causes::statements
