#ifndef SERVICES_DUTY_PRINT_PANGO_ARCHIVE_PRINTER_H_
#define SERVICES_DUTY_PRINT_PANGO_ARCHIVE_PRINTER_H_

#include <string>

#include "services/duty/domain/archive.h"

namespace deputies::duty {

// Draws archives on A4 with Pango and Cairo, in the Noto fonts for Chinese.
class PangoArchivePrinter final : public ArchivePrinter {
 public:
  absl::StatusOr<std::string> Print(const ArchiveSheet& sheet) const override;
};

}  // namespace deputies::duty

#endif  // SERVICES_DUTY_PRINT_PANGO_ARCHIVE_PRINTER_H_
