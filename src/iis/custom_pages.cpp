// The custom pages (custerr\<language>\<status>.htm): structure, sizes and headings from iis.md f.1.
#include <fmt/format.h>

#include <array>
#include <string>
#include <webcid/iis/pages.hpp>

namespace webcid::iis {
namespace {

// Japanese pages translate only the title; the bytes are in the charset that the page declares.
struct CustomText {
  int status;
  std::string_view heading;          // h2 and, in English, the title
  std::string_view explanation;      // h3
  std::string_view japanese_title;   // shift_jis
  std::string_view chinese_heading;  // gb2312: title and h2
  std::string_view chinese_explanation;
};

constexpr std::array<CustomText, 9> kTexts{{
    // 401 - 権限がありません: 資格情報が無効であるため、アクセスが拒否されました。
    // 401 - 未授权: 由于凭据无效，访问被拒绝。 您无权使用所提供的凭据查看此目录或页面。
    {401, "401 - Unauthorized: Access is denied due to invalid credentials.",
     "You do not have permission to view this directory or page using the credentials that you supplied.",
     "401 - \x8c\xa0\x8c\xc0\x82\xaa\x82\xa0\x82\xe8\x82\xdc\x82\xb9\x82\xf1: "
     "\x8e\x91\x8ai\x8f\xee\x95\xf1\x82\xaa\x96\xb3\x8c\xf8\x82\xc5\x82\xa0\x82\xe9\x82\xbd\x82\xdf\x81"
     "A\x83"
     "A\x83N\x83Z\x83X\x82\xaa\x8b\x91\x94\xdb\x82\xb3\x82\xea\x82\xdc\x82\xb5\x82\xbd\x81"
     "B",
     "401 - \xce\xb4\xca\xda\xc8\xa8: "
     "\xd3\xc9\xd3\xda\xc6\xbe\xbe\xdd\xce\xde\xd0\xa7\xa3\xac\xb7\xc3\xce\xca\xb1\xbb\xbe\xdc\xbe\xf8\xa1\xa3",
     "\xc4\xfa\xce\xde\xc8\xa8\xca\xb9\xd3\xc3\xcb\xf9\xcc\xe1\xb9\xa9\xb5\xc4\xc6\xbe\xbe\xdd\xb2\xe9\xbf\xb4\xb4\xcb"
     "\xc4\xbf\xc2\xbc\xbb\xf2\xd2\xb3\xc3\xe6\xa1\xa3"},
    // 403 - 許可されていません: アクセスが拒否されました。
    // 403 - 禁止访问: 访问被拒绝。 您无权使用所提供的凭据查看此目录或页面。
    {403, "403 - Forbidden: Access is denied.",
     "You do not have permission to view this directory or page using the credentials that you supplied.",
     "403 - \x8b\x96\x89\xc2\x82\xb3\x82\xea\x82\xc4\x82\xa2\x82\xdc\x82\xb9\x82\xf1: \x83"
     "A\x83N\x83Z\x83X\x82\xaa\x8b\x91\x94\xdb\x82\xb3\x82\xea\x82\xdc\x82\xb5\x82\xbd\x81"
     "B",
     "403 - \xbd\xfb\xd6\xb9\xb7\xc3\xce\xca: \xb7\xc3\xce\xca\xb1\xbb\xbe\xdc\xbe\xf8\xa1\xa3",
     "\xc4\xfa\xce\xde\xc8\xa8\xca\xb9\xd3\xc3\xcb\xf9\xcc\xe1\xb9\xa9\xb5\xc4\xc6\xbe\xbe\xdd\xb2\xe9\xbf\xb4\xb4\xcb"
     "\xc4\xbf\xc2\xbc\xbb\xf2\xd2\xb3\xc3\xe6\xa1\xa3"},
    // 404 - ファイルまたはディレクトリが見つかりません。
    // 404 - 找不到文件或目录。 您要查找的资源可能已被删除，已更改名称或者暂时不可用。
    {404, "404 - File or directory not found.",
     "The resource you are looking for might have been removed, had its name changed, or is temporarily unavailable.",
     "404 - \x83t\x83@\x83"
     "C\x83\x8b\x82\xdc\x82\xbd\x82\xcd\x83"
     "f\x83"
     "B\x83\x8c\x83N\x83g\x83\x8a\x82\xaa\x8c\xa9\x82\xc2\x82\xa9\x82\xe8\x82\xdc\x82\xb9\x82\xf1\x81"
     "B",
     "404 - \xd5\xd2\xb2\xbb\xb5\xbd\xce\xc4\xbc\xfe\xbb\xf2\xc4\xbf\xc2\xbc\xa1\xa3",
     "\xc4\xfa\xd2\xaa\xb2\xe9\xd5\xd2\xb5\xc4\xd7\xca\xd4\xb4\xbf\xc9\xc4\xdc\xd2\xd1\xb1\xbb\xc9\xbe\xb3\xfd\xa3\xac"
     "\xd2\xd1\xb8\xfc\xb8\xc4\xc3\xfb\xb3\xc6\xbb\xf2\xd5\xdf\xd4\xdd\xca\xb1\xb2\xbb\xbf\xc9\xd3\xc3\xa1\xa3"},
    // 405 - このページへのアクセスのために使用された HTTP 動詞は許可されていません。
    // 405 - 不允许用于访问此页的 HTTP 谓词。 无法显示您正在查找的页面，因为试图使用无效的方法访问它。
    {405, "405 - HTTP verb used to access this page is not allowed.",
     "The page you are looking for cannot be displayed because an invalid method (HTTP verb) was used to attempt "
     "access.",
     "405 - \x82\xb1\x82\xcc\x83y\x81[\x83W\x82\xd6\x82\xcc\x83"
     "A\x83N\x83Z\x83X\x82\xcc\x82\xbd\x82\xdf\x82\xc9\x8eg\x97p\x82\xb3\x82\xea\x82\xbd HTTP "
     "\x93\xae\x8e\x8c\x82\xcd\x8b\x96\x89\xc2\x82\xb3\x82\xea\x82\xc4\x82\xa2\x82\xdc\x82\xb9\x82\xf1\x81"
     "B",
     "405 - \xb2\xbb\xd4\xca\xd0\xed\xd3\xc3\xd3\xda\xb7\xc3\xce\xca\xb4\xcb\xd2\xb3\xb5\xc4 HTTP "
     "\xce\xbd\xb4\xca\xa1\xa3",
     "\xce\xde\xb7\xa8\xcf\xd4\xca\xbe\xc4\xfa\xd5\xfd\xd4\xda\xb2\xe9\xd5\xd2\xb5\xc4\xd2\xb3\xc3\xe6\xa3\xac\xd2\xf2"
     "\xce\xaa\xca\xd4\xcd\xbc\xca\xb9\xd3\xc3\xce\xde\xd0\xa7\xb5\xc4\xb7\xbd\xb7\xa8\xb7\xc3\xce\xca\xcb\xfc\xa1"
     "\xa3"},
    // 406 - クライアント ブラウザーは要求されたページの MIME の種類を受け付けません。
    // 406 - 客户端浏览器不接受所请求页面的 MIME 类型。 您的浏览器无法打开您要查找的页面，因为浏览器不接受该文件扩展名。
    {406, "406 - Client browser does not accept the MIME type of the requested page.",
     "The page you are looking for cannot be opened by your browser because it has a file name extension that your "
     "browser does not accept.",
     "406 - \x83N\x83\x89\x83"
     "C\x83"
     "A\x83\x93\x83g \x83u\x83\x89\x83"
     "E\x83U\x81[\x82\xcd\x97v\x8b\x81\x82\xb3\x82\xea\x82\xbd\x83y\x81[\x83W\x82\xcc MIME "
     "\x82\xcc\x8e\xed\x97\xde\x82\xf0\x8e\xf3\x82\xaf\x95t\x82\xaf\x82\xdc\x82\xb9\x82\xf1\x81"
     "B",
     "406 - "
     "\xbf\xcd\xbb\xa7\xb6\xcb\xe4\xaf\xc0\xc0\xc6\xf7\xb2\xbb\xbd\xd3\xca\xdc\xcb\xf9\xc7\xeb\xc7\xf3\xd2\xb3\xc3\xe6"
     "\xb5\xc4 MIME \xc0\xe0\xd0\xcd\xa1\xa3",
     "\xc4\xfa\xb5\xc4\xe4\xaf\xc0\xc0\xc6\xf7\xce\xde\xb7\xa8\xb4\xf2\xbf\xaa\xc4\xfa\xd2\xaa\xb2\xe9\xd5\xd2\xb5\xc4"
     "\xd2\xb3\xc3\xe6\xa3\xac\xd2\xf2\xce\xaa\xe4\xaf\xc0\xc0\xc6\xf7\xb2\xbb\xbd\xd3\xca\xdc\xb8\xc3\xce\xc4\xbc\xfe"
     "\xc0\xa9\xd5\xb9\xc3\xfb\xa1\xa3"},
    // 412 - クライアントが設定した前提条件は、 Web サーバー上での評価の際に満たされませんでした。
    // 412 - 客户端设置的前提条件在 Web 服务器上评估时失败。 由于请求标头中设置了前提条件，请求没有完成。
    {412, "412 - Precondition set by the client failed when evaluated on the Web server.",
     "The request was not completed due to preconditions that are set in the request header. Preconditions prevent the "
     "requested method from being applied to a resource other than the one intended. An example of a precondition is "
     "testing for expired content in the page cache of the client.",
     "412 - \x83N\x83\x89\x83"
     "C\x83"
     "A\x83\x93\x83g\x82\xaa\x90\xdd\x92\xe8\x82\xb5\x82\xbd\x91O\x92\xf1\x8f\xf0\x8c\x8f\x82\xcd\x81"
     "A Web "
     "\x83T\x81[\x83o\x81[\x8f\xe3\x82\xc5\x82\xcc\x95]"
     "\x89\xbf\x82\xcc\x8d\xdb\x82\xc9\x96\x9e\x82\xbd\x82\xb3\x82\xea\x82\xdc\x82\xb9\x82\xf1\x82\xc5\x82\xb5\x82\xbd"
     "\x81"
     "B",
     "412 - \xbf\xcd\xbb\xa7\xb6\xcb\xc9\xe8\xd6\xc3\xb5\xc4\xc7\xb0\xcc\xe1\xcc\xf5\xbc\xfe\xd4\xda Web "
     "\xb7\xfe\xce\xf1\xc6\xf7\xc9\xcf\xc6\xc0\xb9\xc0\xca\xb1\xca\xa7\xb0\xdc\xa1\xa3",
     "\xd3\xc9\xd3\xda\xc7\xeb\xc7\xf3\xb1\xea\xcd\xb7\xd6\xd0\xc9\xe8\xd6\xc3\xc1\xcb\xc7\xb0\xcc\xe1\xcc\xf5\xbc\xfe"
     "\xa3\xac\xc7\xeb\xc7\xf3\xc3\xbb\xd3\xd0\xcd\xea\xb3\xc9\xa1\xa3"},
    // 500 -内部サーバー エラーです。
    // 500 - 内部服务器错误。 您查找的资源存在问题，因而无法显示。
    {500, "500 - Internal server error.",
     "There is a problem with the resource you are looking for, and it cannot be displayed.",
     "500 -\x93\xe0\x95\x94\x83T\x81[\x83o\x81[ \x83G\x83\x89\x81[\x82\xc5\x82\xb7\x81"
     "B",
     "500 - \xc4\xda\xb2\xbf\xb7\xfe\xce\xf1\xc6\xf7\xb4\xed\xce\xf3\xa1\xa3",
     "\xc4\xfa\xb2\xe9\xd5\xd2\xb5\xc4\xd7\xca\xd4\xb4\xb4\xe6\xd4\xda\xce\xca\xcc\xe2\xa3\xac\xd2\xf2\xb6\xf8\xce\xde"
     "\xb7\xa8\xcf\xd4\xca\xbe\xa1\xa3"},
    // 501 - ヘッダーの値が実装されていないメソッドを指定しています。
    // 501 - 标头值指定的方法没有实现。 无法显示该页面，因为请求中的标头值与服务器的某些配置不符。
    {501, "501 - Header values specify a method that is not implemented.",
     "The page you are looking for cannot be displayed because a header value in the request does not match certain "
     "configuration settings on the Web server. For example, a request header might specify a POST to a static file "
     "that cannot be posted to, or specify a Transfer-Encoding value that cannot make use of compression.",
     "501 - \x83w\x83"
     "b\x83_\x81["
     "\x82\xcc\x92l\x82\xaa\x8e\xc0\x91\x95\x82\xb3\x82\xea\x82\xc4\x82\xa2\x82\xc8\x82\xa2\x83\x81\x83\\\x83"
     "b\x83h\x82\xf0\x8ew\x92\xe8\x82\xb5\x82\xc4\x82\xa2\x82\xdc\x82\xb7\x81"
     "B",
     "501 - \xb1\xea\xcd\xb7\xd6\xb5\xd6\xb8\xb6\xa8\xb5\xc4\xb7\xbd\xb7\xa8\xc3\xbb\xd3\xd0\xca\xb5\xcf\xd6\xa1\xa3",
     "\xce\xde\xb7\xa8\xcf\xd4\xca\xbe\xb8\xc3\xd2\xb3\xc3\xe6\xa3\xac\xd2\xf2\xce\xaa\xc7\xeb\xc7\xf3\xd6\xd0\xb5\xc4"
     "\xb1\xea\xcd\xb7\xd6\xb5\xd3\xeb\xb7\xfe\xce\xf1\xc6\xf7\xb5\xc4\xc4\xb3\xd0\xa9\xc5\xe4\xd6\xc3\xb2\xbb\xb7\xfb"
     "\xa1\xa3"},
    // 502 - Web サーバーがゲートウェイまたはプロキシ サーバーとして動作しているときに、無効な応答を受信しました。
    // 502 - Web 服务器在作为网关或代理服务器时收到了无效响应。 您要查找的页面有问题，无法显示。当 Web
    // 服务器(作为网关或代理)与上游内容服务器联系时，收到来自内容服务器的无效响应。
    {502, "502 - Web server received an invalid response while acting as a gateway or proxy server.",
     "There is a problem with the page you are looking for, and it cannot be displayed. When the Web server (while "
     "acting as a gateway or proxy) contacted the upstream content server, it received an invalid response from the "
     "content server.",
     "502 - Web \x83T\x81[\x83o\x81[\x82\xaa\x83Q\x81[\x83g\x83"
     "E\x83"
     "F\x83"
     "C\x82\xdc\x82\xbd\x82\xcd\x83v\x83\x8d\x83L\x83V "
     "\x83T\x81[\x83o\x81["
     "\x82\xc6\x82\xb5\x82\xc4\x93\xae\x8d\xec\x82\xb5\x82\xc4\x82\xa2\x82\xe9\x82\xc6\x82\xab\x82\xc9\x81"
     "A\x96\xb3\x8c\xf8\x82\xc8\x89\x9e\x93\x9a\x82\xf0\x8e\xf3\x90M\x82\xb5\x82\xdc\x82\xb5\x82\xbd\x81"
     "B",
     "502 - Web "
     "\xb7\xfe\xce\xf1\xc6\xf7\xd4\xda\xd7\xf7\xce\xaa\xcd\xf8\xb9\xd8\xbb\xf2\xb4\xfa\xc0\xed\xb7\xfe\xce\xf1\xc6\xf7"
     "\xca\xb1\xca\xd5\xb5\xbd\xc1\xcb\xce\xde\xd0\xa7\xcf\xec\xd3\xa6\xa1\xa3",
     "\xc4\xfa\xd2\xaa\xb2\xe9\xd5\xd2\xb5\xc4\xd2\xb3\xc3\xe6\xd3\xd0\xce\xca\xcc\xe2\xa3\xac\xce\xde\xb7\xa8\xcf\xd4"
     "\xca\xbe\xa1\xa3\xb5\xb1 Web "
     "\xb7\xfe\xce\xf1\xc6\xf7(\xd7\xf7\xce\xaa\xcd\xf8\xb9\xd8\xbb\xf2\xb4\xfa\xc0\xed)"
     "\xd3\xeb\xc9\xcf\xd3\xce\xc4\xda\xc8\xdd\xb7\xfe\xce\xf1\xc6\xf7\xc1\xaa\xcf\xb5\xca\xb1\xa3\xac\xca\xd5\xb5\xbd"
     "\xc0\xb4\xd7\xd4\xc4\xda\xc8\xdd\xb7\xfe\xce\xf1\xc6\xf7\xb5\xc4\xce\xde\xd0\xa7\xcf\xec\xd3\xa6\xa1\xa3"},
}};

// Pages of a sub-status, in English whatever the language: only what iis.md f.1 quotes. Other sub-statuses show their
// status' page.
struct SubStatusText {
  int status;
  int sub_status;
  std::string_view heading;
  std::string_view explanation;
};
constexpr std::array<SubStatusText, 3> kSubStatusTexts{{
    {404, 3, "404.3 - File or directory not found: MIME map policy prevents this request.",
     "The page you are requesting cannot be served because of the Multipurpose Internet Mail Extensions (MIME) map "
     "policy that is configured on the Web server."},
    {404, 8, "404.8 - URL namespace hidden.", "The resource you are looking for is in a hidden namespace."},
    {404, 11, "404.11 - URL is double-escaped.", "The URL contains a double escape sequence."},
}};

constexpr std::string_view kBeforeCharset =
    "<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Strict//EN\" "
    "\"http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd\">\r\n"
    "<html xmlns=\"http://www.w3.org/1999/xhtml\">\r\n"
    "<head>\r\n"
    "<meta http-equiv=\"Content-Type\" content=\"text/html; charset=";

constexpr std::string_view kStyle =
    "<style type=\"text/css\">\r\n"
    "<!--\r\n"
    "body{background:#EEEEEE;margin:0;font-family:Verdana, Arial, Helvetica, sans-serif;font-size:.7em;}\r\n"
    "fieldset{padding:0 15px 10px 15px;}\r\n"
    "h1{color:#FFFFFF;font-size:2.4em;margin:0;}\r\n"
    "h2{color:#CC0000;font-size:1.7em;margin:0;}\r\n"
    "h3{color:#000000;font-size:1.2em;margin:10px 0 0 0;}\r\n"
    "#header{background-color:#555555;color:#FFF;width:96%;margin:0 0 0 0;padding:6px 2% 6px 2%;\r\n"
    "font-family:\"trebuchet MS\", Verdana, sans-serif;}\r\n"
    "#content{position:relative;margin:0 0 0 2%;}\r\n"
    ".content-container{position:relative;width:96%;margin-top:8px;padding:10px;background:#FFF;}\r\n"
    "-->\r\n"
    "</style>\r\n";

struct PageParts {
  std::string_view charset;
  std::string_view title;
  std::string_view banner;  // h1
  std::string_view heading;
  std::string_view explanation;
};

std::string assemble(const PageParts& parts) {
  std::string page(kBeforeCharset);
  const auto append = [&page](auto... pieces) { (page.append(pieces), ...); };
  append(parts.charset, "\"/>\r\n<title>", parts.title, "</title>\r\n", kStyle, "</head>\r\n<body>\r\n");
  append("<div id=\"header\"><h1>", parts.banner, "</h1></div>\r\n<div id=\"content\">\r\n");
  append(" <div class=\"content-container\"><fieldset>\r\n  <h2>", parts.heading, "</h2>\r\n  <h3>");
  append(parts.explanation, "</h3>\r\n </fieldset></div>\r\n</div>\r\n</body>\r\n</html>\r\n");
  return page;
}

}  // namespace

std::optional<std::string> custom_page(int status, int shown_sub_status, Language language) {
  for (const SubStatusText& text : kSubStatusTexts) {
    if (text.status == status && text.sub_status == shown_sub_status) {
      return assemble({"iso-8859-1", text.heading, "Server Error", text.heading, text.explanation});
    }
  }
  for (const CustomText& text : kTexts) {
    if (text.status != status) continue;
    switch (language) {
      case Language::En:
        return assemble({"iso-8859-1", text.heading, "Server Error", text.heading, text.explanation});
      case Language::Ja:
        return assemble({"shift_jis", text.japanese_title, "Server Error", text.heading, text.explanation});
      case Language::ZhCn:
        // 服务器错误
        return assemble({"gb2312", text.chinese_heading, "\xb7\xfe\xce\xf1\xc6\xf7\xb4\xed\xce\xf3",
                         text.chinese_heading, text.chinese_explanation});
    }
  }
  return std::nullopt;
}

std::string one_line_page(int status) {
  switch (status) {
    case 401:
    case 403:
      return "You do not have permission to view this directory or page.";
    case 404:
      return "The resource you are looking for has been removed, had its name changed, or is temporarily unavailable.";
    case 500:
      return "The page cannot be displayed because an internal server error has occurred.";
    default:
      return "The custom error module does not recognize this error.";
  }
}

}  // namespace webcid::iis
