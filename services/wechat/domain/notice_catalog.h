// What each kind of notice says, and in which template it goes out.
#ifndef SERVICES_WECHAT_DOMAIN_NOTICE_CATALOG_H_
#define SERVICES_WECHAT_DOMAIN_NOTICE_CATALOG_H_

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/wechat/domain/notice.h"

namespace deputies::wechat {

// Cuts `text` down to what a template field of this type takes ("thing", "phrase", ...; clients.md,
// 1.3), counted in code points; a cut is marked by an ellipsis and falls behind punctuation where
// there is some near. Empty when nothing of the text fits.
std::string FitValue(absl::string_view type, absl::string_view text);

enum class ValueSource { kHeadline, kTitle, kDetail, kEventTime };

struct NoticeTemplate {
  std::string template_id;
  // One consent serves for ever; otherwise each message uses one up.
  bool long_term = false;
  // Field of the template ("thing1") and what it shows.
  std::vector<std::pair<std::string, ValueSource>> fields;
};

struct KindEntry {
  std::string headline;     // "您的留言有了答复"
  std::string page;         // "pages/message/message?homeId={home}&messageId={target}"
  std::string template_id;  // empty: goes out by other channels alone
};

// Immutable once filled.
class NoticeCatalog {
 public:
  // INVALID_ARGUMENT for a field whose type is unknown.
  absl::Status AddTemplate(NoticeTemplate entry);
  // INVALID_ARGUMENT for an unknown template.
  absl::Status AddKind(int kind, KindEntry entry);

  // A kind that is not listed says that there is news, and goes out by no template.
  const KindEntry& KindOf(int kind) const;
  // Null for an unknown one.
  const NoticeTemplate* FindTemplate(absl::string_view template_id) const;
  // The templates of these kinds, each once, at most 3 (what wx.requestSubscribeMessage takes) and
  // all of the first one's sort: one-time and long-term cannot be asked for together.
  std::vector<const NoticeTemplate*> TemplatesToAskFor(const std::vector<int>& kinds) const;

  // The page of a notice with its numbers filled in.
  std::string PageOf(const NoticeOrder& order) const;
  // Every field filled: an empty value would be refused by WeChat.
  std::vector<std::pair<std::string, std::string>> ValuesOf(const NoticeTemplate& entry,
                                                            const Notice& notice) const;
  // The same in one line, for SMS: "【网上代表之家】...".
  std::string TextOf(const NoticeOrder& order) const;

 private:
  std::map<std::string, NoticeTemplate, std::less<>> templates_;
  std::map<int, KindEntry> kinds_;
};

}  // namespace deputies::wechat

#endif  // SERVICES_WECHAT_DOMAIN_NOTICE_CATALOG_H_
