from contract.matrix.row import INTERNAL

ROWS = {
    "deputies.wechat.v1.ExchangeService.ExchangeLoginCode": INTERNAL,
}  # fmt: skip
