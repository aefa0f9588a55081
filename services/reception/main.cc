#include "services/reception/composition/program.h"

int main(int argc, char** argv) {
  return deputies::rpc::RunAlone(argc, argv, deputies::reception::Run);
}
