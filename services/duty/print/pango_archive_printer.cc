#include "services/duty/print/pango_archive_printer.h"

#include <memory>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "cairo/cairo-pdf.h"
#include "pango/pangocairo.h"
#include "services/common/base/work_calendar.h"

namespace deputies::duty {
namespace {

// Points, 1/72 inch: A4.
constexpr double kPageWidth = 595.28;
constexpr double kPageHeight = 841.89;
constexpr double kMargin = 56;
constexpr double kLineGap = 4;
constexpr char kBodyFont[] = "Noto Serif CJK SC 11";
constexpr char kSmallFont[] = "Noto Serif CJK SC 9";
constexpr char kHeadFont[] = "Noto Sans CJK SC Bold 12";
constexpr char kTitleFont[] = "Noto Sans CJK SC Bold 20";
// The code is read and typed by people.
constexpr char kCodeFont[] = "Noto Sans Mono CJK SC Bold 16";

struct Unref {
  void operator()(void* object) const { g_object_unref(object); }
};

cairo_status_t AppendBytes(void* closure, const unsigned char* data, unsigned int length) {
  static_cast<std::string*>(closure)->append(reinterpret_cast<const char*>(data), length);
  return CAIRO_STATUS_SUCCESS;
}

std::string DayOf(absl::Time time) {
  return absl::FormatTime("%Y年%m月%d日", time, base::Shanghai());
}

std::string PeriodName(const std::string& period) {
  return period.size() == 4 ? period + "年"
                            : absl::StrCat(period.substr(0, 4), "年第", period.substr(5), "季度");
}

// Writes lines one below the other, on as many pages as they need.
class Pages {
 public:
  explicit Pages(cairo_t* cairo) : cairo_(cairo), layout_(pango_cairo_create_layout(cairo)) {
    pango_layout_set_width(layout_.get(),
                           static_cast<int>((kPageWidth - 2 * kMargin) * PANGO_SCALE));
    pango_layout_set_wrap(layout_.get(), PANGO_WRAP_WORD_CHAR);
  }

  void Write(const std::string& text, const char* font,
             PangoAlignment alignment = PANGO_ALIGN_LEFT) {
    PangoFontDescription* description = pango_font_description_from_string(font);
    pango_layout_set_font_description(layout_.get(), description);
    pango_font_description_free(description);
    pango_layout_set_alignment(layout_.get(), alignment);
    pango_layout_set_text(layout_.get(), text.data(), static_cast<int>(text.size()));
    int height = 0;
    pango_layout_get_pixel_size(layout_.get(), nullptr, &height);
    if (y_ + height > kPageHeight - kMargin) {
      cairo_show_page(cairo_);
      y_ = kMargin;
    }
    cairo_move_to(cairo_, kMargin, y_);
    pango_cairo_show_layout(cairo_, layout_.get());
    y_ += height + kLineGap;
  }

  void Rule() {
    cairo_set_line_width(cairo_, 0.6);
    cairo_move_to(cairo_, kMargin, y_ + kLineGap);
    cairo_line_to(cairo_, kPageWidth - kMargin, y_ + kLineGap);
    cairo_stroke(cairo_);
    y_ += 3 * kLineGap;
  }

 private:
  cairo_t* const cairo_;
  const std::unique_ptr<PangoLayout, Unref> layout_;
  double y_ = kMargin;
};

void WriteSheet(const ArchiveSheet& sheet, Pages* pages) {
  const ArchivePrint& print = sheet.print;
  pages->Write("人大代表电子履职档案", kTitleFont, PANGO_ALIGN_CENTER);
  pages->Write(PeriodName(print.period), kHeadFont, PANGO_ALIGN_CENTER);
  pages->Rule();
  pages->Write(absl::StrCat("姓　　名：", print.deputy_name), kBodyFont);
  pages->Write(absl::StrCat("代表身份：第", sheet.term, "届", sheet.level), kBodyFont);
  pages->Write(absl::StrCat("代表之家：", sheet.home_name), kBodyFont);
  if (!sheet.constituency.empty()) {
    pages->Write(absl::StrCat("选　　区：", sheet.constituency), kBodyFont);
  }
  if (!sheet.occupation.empty()) {
    pages->Write(absl::StrCat("职　　业：", sheet.occupation), kBodyFont);
  }
  pages->Write(
      absl::StrCat("履职积分：", print.points, "分",
                   sheet.score.stars > 0 ? absl::StrCat("，", sheet.score.stars, "星") : ""),
      kBodyFont);
  pages->Rule();
  pages->Write("一、履职情况", kHeadFont);
  const std::vector<std::string> sentences = SentencesOf(sheet.score);
  if (sentences.empty()) pages->Write("这一期没有登记的履职事项。", kBodyFont);
  for (const std::string& sentence : sentences)
    pages->Write(absl::StrCat("· ", sentence), kBodyFont);
  pages->Rule();
  pages->Write("二、履职记录", kHeadFont);
  for (const ArchiveAct& act : sheet.acts) {
    pages->Write(absl::StrCat(DayOf(act.perform_time), "　", act.title), kSmallFont);
  }
  pages->Rule();
  pages->Write("三、真伪校验", kHeadFont);
  pages->Write(ForPaper(print.code), kCodeFont, PANGO_ALIGN_CENTER);
  pages->Write(absl::StrCat("在网上代表之家的“阳光履职”页面输入以上校验码，可以核对本档案与履职台账"
                            "是否一致。打印日期：",
                            DayOf(print.print_time), "。台账共", print.tree_size, "条，根值：",
                            absl::BytesToHexString(print.root)),
               kSmallFont);
}

}  // namespace

absl::StatusOr<std::string> PangoArchivePrinter::Print(const ArchiveSheet& sheet) const {
  std::string file;
  cairo_surface_t* surface =
      cairo_pdf_surface_create_for_stream(AppendBytes, &file, kPageWidth, kPageHeight);
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, "人大代表电子履职档案");
  cairo_t* cairo = cairo_create(surface);
  {
    Pages pages(cairo);
    WriteSheet(sheet, &pages);
  }
  cairo_show_page(cairo);
  cairo_surface_finish(surface);
  const cairo_status_t drawn = cairo_status(cairo);
  const cairo_status_t written = cairo_surface_status(surface);
  cairo_destroy(cairo);
  cairo_surface_destroy(surface);
  for (const cairo_status_t status : {drawn, written}) {
    if (status != CAIRO_STATUS_SUCCESS) {
      return absl::InternalError(
          absl::StrCat("an archive could not be drawn: ", cairo_status_to_string(status)));
    }
  }
  return file;
}

}  // namespace deputies::duty
