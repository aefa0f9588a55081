#include "services/accounts/composition/program.h"

int main(int argc, char** argv) {
  return deputies::rpc::RunAlone(argc, argv, deputies::accounts::Run);
}
