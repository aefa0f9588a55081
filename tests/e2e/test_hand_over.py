"""换届: what was open passes to the successor in every service, what is finished stays under the old name, codes lead on."""

import datetime
import uuid

from e2e.client import new_answer, with_request_id
from e2e.reception import Reception, day_ahead
from e2e.stack import wait_until
from e2e.suggestions import new_text


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
    promised = world.post(deputyId=old, subject="答应了的事", visibility="PUBLIC")
    due = (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=30)).strftime("%Y-%m-%dT00:00:00Z")
    answer = client.post(world.message_path(promised, ":answer"), new_answer(answerClass="PLANNED", promiseTime=due), old_token)
    assert answer.status == 200, answer
    follower = world.token("other_voter")
    followed = client.post(world.message_path(promised, ":follow"), with_request_id(), follower)
    assert followed.status == 200 and followed.json["followerCount"] == 1, followed
    suggestion = client.post(f"/v1/homes/{world.home_id}/suggestions", with_request_id(text=new_text()), old_token)
    assert suggestion.status == 200, suggestion
    suggestion_path = f"/v1/homes/{world.home_id}/suggestions/{suggestion.json['suggestionId']}"
    reception = Reception(world)
    host = reception.staff("receptionHosts", kind="DEPUTY_HOST", deputyId=old, name="卸任代表")
    day = reception.day(5, hostIds=[host["hostId"]])
    planned = reception.day(6, hostIds=[host["hostId"]], publish=False)
    reception.cancel_live("other_voter")
    booking = reception.book(reception.slots(day)[0], "other_voter")

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

    # What was promised is the successor's to keep, and who follows it still does.
    wait_until(lambda: client.get(world.message_path(promised), new_token).json.get("handlerDeputyId") == new, 15,
               "the promise to pass on")  # fmt: skip
    seen = client.get(world.message_path(promised), follower).json
    assert seen["facts"]["promiseTime"] == due and seen["followerCount"] == 1, seen
    wait_until(lambda: client.get(suggestion_path, new_token).json["proposerDeputyId"] == new, 15, "the suggestion to pass on")

    def receives(one):
        seen = client.get(f"/v1/homes/{world.home_id}/receptionDays/{one['dayId']}", county)
        return [entry["name"] for entry in seen.json["hosts"]]

    for one in (day, planned):
        wait_until(lambda one=one: receives(one) == ["新任代表"], 15, "the reception to pass on")
    assert reception.booking(booking, "other_voter")["state"] == "BOOKED"
    [told] = [one for one in client.pages("/v1/me/notices", "notices", follower)
              if one["kind"] == "RECEPTION_DAY_CHANGED" and one["targetId"] == day["dayId"]]  # fmt: skip
    assert "新任代表" in told["detail"], told
    again = client.post(f"{reception.path}/receptionDays",
                        with_request_id(date=day_ahead(7), start="09:00", end="11:00", slotCapacity=3,
                                        hostIds=[host["hostId"]]), county)  # fmt: skip
    assert (again.status, again.reason) == (404, "RECEPTION_HOST_NOT_FOUND"), "nobody plans the old one any more"
    reception.cancel_live("other_voter")
