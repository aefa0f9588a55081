// The page at "/" while no web client is installed. Compiled in, so that a bare gateway has one.
#ifndef GATEWAY_WEB_LANDING_PAGE_H_
#define GATEWAY_WEB_LANDING_PAGE_H_

#include <string>

namespace deputies::gateway {

// web/landing/index.html and landing.css.
std::string LandingPage();
std::string LandingStyle();

}  // namespace deputies::gateway

#endif  // GATEWAY_WEB_LANDING_PAGE_H_
