#ifndef DEPLOY_CTL_TEXT_CLEANING_H_
#define DEPLOY_CTL_TEXT_CLEANING_H_

#include <string>

namespace deputies::ctl {

// Takes out of an old system's text what may not enter this one (services/common/validate/text.h):
// control characters, bidirectional overrides, byte order marks, noncharacters, overlong runs of
// combining or zero-width characters. Line ends become "\n"; where the field has one line, line
// ends and tabs become a space. Everything else stays. False, with `text` as it was, when it is not
// UTF-8.
bool CleanText(bool multiline, std::string* text);

}  // namespace deputies::ctl

#endif  // DEPLOY_CTL_TEXT_CLEANING_H_
