#include "services/board/html/allowlist_cleaner.h"

#include <gumbo.h>

#include <algorithm>
#include <iterator>
#include <memory>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"

namespace deputies::board {
namespace {

// More markup than any page that a person writes: refused before it is parsed.
constexpr int kMaxTags = 5000;
// Elements below this depth are left out; their text is kept.
constexpr int kMaxDepth = 40;
constexpr size_t kMaxUrlBytes = 500;
// More elements open at once are refused before they are parsed: gumbo's time grows with the square
// of the depth.
constexpr int kMaxOpenElements = 100;

// What an element becomes.
struct Shape {
  enum Kind {
    kText,  // only what is inside
    kDrop,  // nothing
    kLine,  // what is inside, then a line break
    kKeep,  // the element `name`
    kVoid,  // the element `name`, which has no inside
  };
  Kind kind;
  const char* name = "";
};

Shape ShapeOf(const GumboElement& element) {
  if (element.tag_namespace != GUMBO_NAMESPACE_HTML) return {Shape::kDrop};
  switch (element.tag) {
    case GUMBO_TAG_P:
    case GUMBO_TAG_H2:
    case GUMBO_TAG_H3:
    case GUMBO_TAG_H4:
    case GUMBO_TAG_STRONG:
    case GUMBO_TAG_EM:
    case GUMBO_TAG_U:
    case GUMBO_TAG_S:
    case GUMBO_TAG_BLOCKQUOTE:
    case GUMBO_TAG_UL:
    case GUMBO_TAG_OL:
    case GUMBO_TAG_LI:
    case GUMBO_TAG_TABLE:
    case GUMBO_TAG_THEAD:
    case GUMBO_TAG_TBODY:
    case GUMBO_TAG_TR:
    case GUMBO_TAG_TH:
    case GUMBO_TAG_TD:
    case GUMBO_TAG_A:
      return {Shape::kKeep, gumbo_normalized_tagname(element.tag)};
    case GUMBO_TAG_B:
      return {Shape::kKeep, "strong"};
    case GUMBO_TAG_I:
      return {Shape::kKeep, "em"};
    case GUMBO_TAG_H1:
      return {Shape::kKeep, "h2"};
    case GUMBO_TAG_BR:
    case GUMBO_TAG_HR:
    case GUMBO_TAG_IMG:
      return {Shape::kVoid, gumbo_normalized_tagname(element.tag)};
    case GUMBO_TAG_DIV:
    case GUMBO_TAG_SECTION:
    case GUMBO_TAG_ARTICLE:
      return {Shape::kLine};
    case GUMBO_TAG_SCRIPT:
    case GUMBO_TAG_STYLE:
    case GUMBO_TAG_TEMPLATE:
    case GUMBO_TAG_NOSCRIPT:
    case GUMBO_TAG_IFRAME:
    case GUMBO_TAG_OBJECT:
    case GUMBO_TAG_EMBED:
    case GUMBO_TAG_TEXTAREA:
    case GUMBO_TAG_SELECT:
    case GUMBO_TAG_TITLE:
    case GUMBO_TAG_NOFRAMES:
    case GUMBO_TAG_NOEMBED:
    case GUMBO_TAG_XMP:
    case GUMBO_TAG_PLAINTEXT:
      return {Shape::kDrop};
    default:
      return {Shape::kText};
  }
}

std::string Attribute(const GumboElement& element, const char* name) {
  const GumboAttribute* attribute = gumbo_get_attribute(&element.attributes, name);
  return attribute == nullptr ? "" : attribute->value;
}

void AppendEscaped(absl::string_view text, std::string* out) {
  for (const char c : text) {
    switch (c) {
      case '&':
        out->append("&amp;");
        break;
      case '<':
        out->append("&lt;");
        break;
      case '>':
        out->append("&gt;");
        break;
      case '"':
        out->append("&quot;");
        break;
      default:
        out->push_back(c);
    }
  }
}

void AppendAttribute(absl::string_view name, absl::string_view value, std::string* out) {
  absl::StrAppend(out, " ", name, "=\"");
  AppendEscaped(value, out);
  out->push_back('"');
}

bool IsSafeUrl(absl::string_view url) {
  if (url.size() > kMaxUrlBytes) return false;
  if (std::any_of(url.begin(), url.end(), [](char c) {
        return absl::ascii_isspace(static_cast<unsigned char>(c)) ||
               absl::ascii_iscntrl(static_cast<unsigned char>(c));
      })) {
    return false;
  }
  return absl::StartsWithIgnoreCase(url, "https://") || absl::StartsWithIgnoreCase(url, "tel:") ||
         absl::StartsWithIgnoreCase(url, "mailto:");
}

// Elements without an inside, and those that the next of their kind closes.
bool MayStayOpen(absl::string_view name) {
  static constexpr absl::string_view kNames[] = {"br", "hr", "img", "p",   "li",  "td",    "th",
                                                 "tr", "dt", "dd",  "wbr", "col", "thead", "tbody"};
  return std::find(std::begin(kNames), std::end(kNames), name) != std::end(kNames);
}

// Whether the elements that are opened and not closed under their own name are ever too many.
bool IsTooDeep(absl::string_view html) {
  absl::flat_hash_map<std::string, int> open;
  int total = 0;
  for (size_t at = html.find('<'); at != absl::string_view::npos; at = html.find('<', at + 1)) {
    size_t begin = at + 1;
    const bool closes = begin < html.size() && html[begin] == '/';
    if (closes) ++begin;
    size_t end = begin;
    while (end < html.size() && absl::ascii_isalnum(static_cast<unsigned char>(html[end]))) ++end;
    const std::string name = absl::AsciiStrToLower(html.substr(begin, end - begin));
    if (name.empty() || MayStayOpen(name)) continue;
    int& count = open[name];
    if (!closes) {
      ++count;
      if (++total > kMaxOpenElements) return true;
    } else if (count > 0) {
      --count;
      --total;
    }
  }
  return false;
}

class Writer {
 public:
  explicit Writer(const std::vector<int64_t>& image_ids) : image_ids_(image_ids) {}

  void WriteChildren(const GumboVector& children, int depth) {
    for (unsigned int i = 0; i < children.length; ++i) {
      WriteNode(*static_cast<const GumboNode*>(children.data[i]), depth);
    }
  }

  bool has_content() const { return has_content_; }
  std::string TakeText() { return std::move(out_); }

 private:
  void WriteNode(const GumboNode& node, int depth) {
    switch (node.type) {
      case GUMBO_NODE_TEXT:
      case GUMBO_NODE_WHITESPACE:
      case GUMBO_NODE_CDATA: {
        const absl::string_view text = node.v.text.text;
        has_content_ = has_content_ || !absl::StripAsciiWhitespace(text).empty();
        AppendEscaped(text, &out_);
        return;
      }
      case GUMBO_NODE_ELEMENT:
        WriteElement(node.v.element, depth);
        return;
      default:
        return;  // comments, templates
    }
  }

  void WriteElement(const GumboElement& element, int depth) {
    Shape shape = ShapeOf(element);
    if (shape.kind == Shape::kDrop) return;
    if (depth >= kMaxDepth) shape = {Shape::kText};
    if (shape.kind == Shape::kVoid) {
      WriteVoid(element, shape.name);
      return;
    }
    if (shape.kind == Shape::kKeep) {
      absl::StrAppend(&out_, "<", shape.name);
      WriteAttributes(element);
      out_.push_back('>');
    }
    WriteChildren(element.children, depth + 1);
    if (shape.kind == Shape::kKeep) absl::StrAppend(&out_, "</", shape.name, ">");
    if (shape.kind == Shape::kLine && !absl::EndsWith(out_, "<br>")) out_.append("<br>");
  }

  void WriteVoid(const GumboElement& element, absl::string_view name) {
    if (name != "img") {
      absl::StrAppend(&out_, "<", name, ">");
      return;
    }
    // Pictures are our own uploads alone: one from elsewhere would tell its host who reads.
    int64_t image_id = 0;
    if (!absl::SimpleAtoi(Attribute(element, "data-image-id"), &image_id) ||
        std::find(image_ids_.begin(), image_ids_.end(), image_id) == image_ids_.end()) {
      return;
    }
    out_.append("<img");
    AppendAttribute("data-image-id", absl::StrCat(image_id), &out_);
    AppendAttribute("alt", Attribute(element, "alt"), &out_);
    out_.push_back('>');
    has_content_ = true;
  }

  void WriteAttributes(const GumboElement& element) {
    if (element.tag == GUMBO_TAG_A) {
      const std::string url(absl::StripAsciiWhitespace(Attribute(element, "href")));
      if (IsSafeUrl(url)) AppendAttribute("href", url, &out_);
    }
    if (element.tag != GUMBO_TAG_TD && element.tag != GUMBO_TAG_TH) return;
    for (const char* name : {"colspan", "rowspan"}) {
      int span = 0;
      if (absl::SimpleAtoi(Attribute(element, name), &span) && span > 1 && span <= 20) {
        AppendAttribute(name, absl::StrCat(span), &out_);
      }
    }
  }

  const std::vector<int64_t>& image_ids_;
  std::string out_;
  bool has_content_ = false;
};

// The body's children. gumbo always makes html, head and body.
const GumboVector* BodyOf(const GumboOutput& parsed) {
  const GumboVector& parts = parsed.root->v.element.children;
  for (unsigned int i = 0; i < parts.length; ++i) {
    const auto* part = static_cast<const GumboNode*>(parts.data[i]);
    if (part->type == GUMBO_NODE_ELEMENT && part->v.element.tag == GUMBO_TAG_BODY) {
      return &part->v.element.children;
    }
  }
  return nullptr;
}

}  // namespace

absl::StatusOr<std::string> AllowlistCleaner::Clean(absl::string_view html,
                                                    const std::vector<int64_t>& image_ids,
                                                    absl::string_view field) const {
  if (std::count(html.begin(), html.end(), '<') > kMaxTags || IsTooDeep(html)) {
    return base::InvalidField(field, "格式太复杂，请先清除格式再粘贴");
  }
  const std::unique_ptr<GumboOutput, void (*)(GumboOutput*)> parsed(
      gumbo_parse_with_options(&kGumboDefaultOptions, html.data(), html.size()),
      [](GumboOutput* output) { gumbo_destroy_output(&kGumboDefaultOptions, output); });
  Writer writer(image_ids);
  if (const GumboVector* body = BodyOf(*parsed)) writer.WriteChildren(*body, 0);
  if (!writer.has_content()) return base::InvalidField(field, "正文不能是空的");
  return writer.TakeText();
}

}  // namespace deputies::board
