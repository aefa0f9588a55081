#include "services/wechat/composition/program.h"

int main(int argc, char** argv) {
  return deputies::rpc::RunAlone(argc, argv, deputies::wechat::Run);
}
