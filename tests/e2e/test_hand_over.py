"""换届: what was open passes to the successor, what is finished stays under the old name, codes lead on."""

import uuid

from e2e.client import new_answer, with_request_id
from e2e.stack import wait_until


def new_deputy(world, name):
    """A deputy of the home whom somebody acts as: (id, token)."""
    code = f"demo-tests-{uuid.uuid4().hex[:12]}"
    deputy_id = world.make_deputy(f"tests-{uuid.uuid4().hex[:12]}", name, "tests-home", code)
    answer = world.client.post("/v1/sessions:wechatLogin", {"code": code})
    assert answer.status == 200, answer
    return deputy_id, answer.json["sessionToken"]


def test_no_open_item_is_orphaned_and_every_old_code_leads_on(world, client):
    county = world.token("county_admin")
    (old, old_token), (new, new_token) = new_deputy(world, "卸任代表"), new_deputy(world, "新任代表")
    codes = [client.post(f"/v1/homes/{world.home_id}/codes",
                         with_request_id(kind="DEPUTY_CODE", targetId=old, label=place), county).json
             for place in ("东街", "西街")]  # fmt: skip
    still_open = [world.post(deputyId=old, subject=f"未办的事{number}") for number in range(3)]
    done = world.post(deputyId=old, subject="办完的事")
    assert client.post(world.message_path(done, ":answer"), new_answer(), old_token).status == 200

    answer = client.post(f"/v1/homes/{world.home_id}/deputies:handOver",
                         with_request_id(handOvers=[{"oldDeputyId": old, "newDeputyId": new}]), county)  # fmt: skip
    assert answer.status == 200, answer

    for code in codes:
        for scanned in (code["scene"], code["shortCode"]):
            led = client.post("/v1/codes:scan", {"code": scanned}).json
            assert (led["kind"], led["targetId"], led["deputyName"]) == ("DEPUTY_CODE", new, "新任代表"), led
    author = world.token("author")
    for message in still_open:
        wait_until(lambda message=message: client.get(world.message_path(message), new_token).json.get("handlerDeputyId") == new, 15,
                   "the message to pass on")  # fmt: skip
    answered = wait_until(
        lambda: next((one for one in [client.post(world.message_path(still_open[0], ":answer"), new_answer(), new_token)]
                      if one.status == 200), None), 6, "the successor to act")  # fmt: skip
    assert answered.json["answers"][-1]["responderName"] == "新任代表"
    assert client.get(world.message_path(done), author).json["deputyId"] == old, "finished under the old name"
    wait_until(lambda: client.post(world.message_path(still_open[2], ":answer"), new_answer(), old_token).status in (403, 404),
               6, "the old deputy to be out")  # fmt: skip
