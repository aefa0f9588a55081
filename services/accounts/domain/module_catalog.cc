#include "services/accounts/domain/module_catalog.h"

#include <algorithm>

namespace deputies::accounts {

const std::vector<ModuleInfo>& ModuleCatalog() {
  static const auto* const catalog = new std::vector<ModuleInfo>{
      {1, "代表之家", true},   {2, "选民留言", true},    {3, "直通代表", true},
      {4, "我的意见", true},   {24, "群众接待日", true}, {5, "征求民意", true},
      {7, "代表风采", true},   {12, "代表活动", true},   {20, "履职档案", true},
      {8, "法律法规", true},   {9, "工作制度", true},    {14, "代表培训", true},
      {15, "在线课程", true},  {17, "代表监督", true},   {19, "述职评议", true},
      {6, "一事一议", true},   {10, "人大要闻", false},  {11, "通知公告", false},
      {13, "主题活动", false}, {16, "在线考试", false},  {18, "联动监督", false},
      {21, "阳光履职", false}, {22, "建议议案", false},  {23, "反馈信箱", false}};
  return *catalog;
}

const ModuleInfo* FindModule(int kind) {
  const std::vector<ModuleInfo>& catalog = ModuleCatalog();
  const auto found = std::find_if(catalog.begin(), catalog.end(),
                                  [kind](const ModuleInfo& info) { return info.kind == kind; });
  return found == catalog.end() ? nullptr : &*found;
}

}  // namespace deputies::accounts
