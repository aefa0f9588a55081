from contract.matrix.row import INTERNAL

ROWS = {
    "deputies.wechat.v1.ExchangeService.ExchangeLoginCode": INTERNAL,
    "deputies.wechat.v1.ExchangeService.ExchangePhoneCode": INTERNAL,
    "deputies.wechat.v1.CodeImageService.RenderCode": INTERNAL,
    "deputies.wechat.v1.ContentCheckService.CheckText": INTERNAL,
}  # fmt: skip
