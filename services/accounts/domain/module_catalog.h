// The modules (栏目) that a home may show.
#ifndef SERVICES_ACCOUNTS_DOMAIN_MODULE_CATALOG_H_
#define SERVICES_ACCOUNTS_DOMAIN_MODULE_CATALOG_H_

#include <string>
#include <vector>

namespace deputies::accounts {

struct HomeModule {
  int kind = 0;  // deputies.accounts.v1.ModuleKind
  std::string title;
  bool enabled = false;
};

struct ModuleInfo {
  int kind;
  const char* title;  // the usual name
  bool by_default;    // in a home that has set nothing
};

// Every module, those of the default set first, in the order in which a new home shows them.
const std::vector<ModuleInfo>& ModuleCatalog();

// Null for a kind that the system does not have.
const ModuleInfo* FindModule(int kind);

}  // namespace deputies::accounts

#endif  // SERVICES_ACCOUNTS_DOMAIN_MODULE_CATALOG_H_
