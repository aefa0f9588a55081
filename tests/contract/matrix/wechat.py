from contract.matrix.row import DENIED, INTERNAL, SERVICE_DENIED, SIGN_IN, Row, everybody, signed_in
from e2e.client import with_request_id

ROWS = {
    "deputies.wechat.v1.ExchangeService.ExchangeLoginCode": INTERNAL,
    "deputies.wechat.v1.ExchangeService.ExchangePhoneCode": INTERNAL,
    "deputies.wechat.v1.CodeImageService.RenderCode": INTERNAL,
    "deputies.wechat.v1.SmsService.SendSms": INTERNAL,
    "deputies.wechat.v1.ContentCheckService.CheckText": INTERNAL,
    "deputies.wechat.v1.ContentCheckService.OrderMediaCheck": INTERNAL,
    "deputies.wechat.v1.ContentCheckService.GetMediaVerdict": INTERNAL,
    # Nobody signs in: WeChat's signature tells, and it is not here. tests/e2e/test_wechat_push.py has it.
    "deputies.wechat.v1.PushService.VerifyPushAddress": everybody(
        "400 PUSH_INVALID", service="INVALID_ARGUMENT PUSH_INVALID",
        query={"signature": "0" * 40, "timestamp": "1", "nonce": "1", "echostr": "1"}),
    "deputies.wechat.v1.PushService.ReceivePush": everybody(
        "400 PUSH_INVALID", service="INVALID_ARGUMENT FIELD_INVALID",
        query={"signature": "0" * 40, "timestamp": "1", "nonce": "1"}, body=lambda: {}),
    "deputies.wechat.v1.NotificationService.ListNotices": signed_in("200", service=SERVICE_DENIED),
    "deputies.wechat.v1.NotificationService.MarkNoticesRead": signed_in(
        "200", service=SERVICE_DENIED, body=lambda: with_request_id(lastNoticeId="1")),
    "deputies.wechat.v1.NotificationService.ListNoticeTemplates": everybody(
        "400 FIELD_INVALID", service="INVALID_ARGUMENT FIELD_INVALID"),
    "deputies.wechat.v1.NotificationService.RecordConsents": signed_in(
        "200", service=SERVICE_DENIED,
        body=lambda: with_request_id(results=[{"templateId": "sandbox-progress", "answer": "FILTER"}])),
    "deputies.wechat.v1.NotificationService.ListCalls": Row(
        SIGN_IN, DENIED, DENIED, DENIED, DENIED, "200", DENIED, "200", DENIED, service=SERVICE_DENIED),
    "deputies.wechat.v1.NotificationService.RecordCall": Row(
        SIGN_IN, DENIED, DENIED, DENIED, DENIED, "404 NOTICE_NOT_FOUND", DENIED, "404 NOTICE_NOT_FOUND", DENIED,
        service=SERVICE_DENIED, setup=lambda world: {"noticeId": "1"}, body=lambda: with_request_id(reached=True)),
}  # fmt: skip
