// Pages that every gateway has, compiled in: the one at "/" while no web client is installed, and
// the documentation of the API.
#ifndef GATEWAY_WEB_COMPILED_PAGES_H_
#define GATEWAY_WEB_COMPILED_PAGES_H_

#include <string>
#include <vector>

namespace deputies::gateway {

struct CompiledPage {
  std::string path;
  std::string text;
};

// "/index.html" and "/landing.css".
std::vector<CompiledPage> LandingPages();
// "/docs/index.html" and what it needs.
std::vector<CompiledPage> DocumentationPages();

}  // namespace deputies::gateway

#endif  // GATEWAY_WEB_COMPILED_PAGES_H_
