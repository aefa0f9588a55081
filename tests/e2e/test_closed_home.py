"""A home that is closed (撤并): nothing new begins there, its people are told where to go, and its codes lead there."""

from e2e.client import new_answer, new_message, with_request_id
from e2e.reception import day_ahead
from e2e.stack import wait_until
from e2e.test_matters import draft, voice


def test_a_closed_home_takes_nothing_new_and_leads_to_its_successor(world, client):
    [home] = world.make_homes(("tests-merged-home", "测试撤并之家", world.township["code"]))
    deputy = world.make_deputy("tests-merged-deputy", "撤并之家代表", "tests-merged-home", "demo-tests-merged-deputy")
    county, staff = world.token("county_admin"), world.token("township_admin")
    author = world.token("author")

    def make(path, token=staff, **fields):
        answer = client.post(f"/v1/homes/{home}/{path}", with_request_id(**fields), token)
        assert answer.status == 200, answer
        return answer.json

    open_case = world.post(home_id=home, deputyId=deputy)
    matter = make("matters", draft=draft())
    make(f"matters/{matter['matterId']}:publish")
    host = make("receptionHosts", kind="DEPUTY_HOST", deputyId=deputy, name="撤并之家代表")
    day = make("receptionDays", date=day_ahead(9), start="09:00", end="11:00", slotCapacity=3,
               hostIds=[host["hostId"]], publish=True)  # fmt: skip
    [slot, *_] = client.get(f"/v1/homes/{home}/receptionDays/{day['dayId']}/slots").json["slots"]
    codes = [make("codes", kind="HOME_CODE"), make("codes", kind="DEPUTY_CODE", targetId=deputy)]
    first = new_message()
    kept = client.post(f"/v1/homes/{home}/messages", first, author)
    assert kept.status == 200, kept

    foreign = client.post(f"/v1/homes/{home}:close", with_request_id(successorHomeId="1"), county)
    assert (foreign.status, foreign.reason) == (400, "FIELD_INVALID"), foreign
    closed = client.post(f"/v1/homes/{home}:close", with_request_id(successorHomeId=world.home_id), county)
    assert closed.status == 200 and closed.json["closed"], closed
    assert closed.json["successorHomeName"] == "测试代表之家"

    wait_until(lambda: client.post(f"/v1/homes/{home}/messages", new_message(), author).status != 200, 10,
               "the board to know")  # fmt: skip
    wait_until(lambda: client.post(f"/v1/homes/{home}/slots/{slot['slotId']}/bookings", with_request_id(), author)
               .reason == "HOME_CLOSED", 10, "reception to know")  # fmt: skip
    refused = [
        client.post(f"/v1/homes/{home}/messages", new_message(), author),
        client.post(f"/v1/homes/{home}/messages:proxy", new_message(), staff),
        client.post(f"/v1/homes/{home}/matters/{matter['matterId']}/voices", voice(1), author),
        client.post(f"/v1/homes/{home}/slots/{slot['slotId']}/bookings", with_request_id(), author),
        client.post(f"/v1/homes/{home}/projectProposals", with_request_id(
            year=2026, title="硬化村东道路", description="村东头的老路雨天走不了人，请列入民生实事。"), author),
    ]
    for answer in refused:
        assert (answer.status, answer.reason) == (400, "HOME_CLOSED"), answer
        assert "测试代表之家" in answer.error["message"], answer

    # A repeat of what was taken before says so again; what is open is finished; everything can be read.
    assert client.post(f"/v1/homes/{home}/messages", first, author).json["messageId"] == kept.json["messageId"]
    answered = client.post(world.message_path(open_case, ":answer"), new_answer(), staff)
    assert answered.status == 200, answered
    assert client.get(f"/v1/homes/{home}").json["closed"]
    for code in codes:
        led = client.post("/v1/codes:scan", {"code": code["scene"]}).json
        assert (led["homeId"], led["kind"]) == (world.home_id, "HOME_CODE"), led

    assert client.post(f"/v1/homes/{home}:reopen", with_request_id(), county).json["successorHomeId"] == "0"
    wait_until(lambda: client.post(f"/v1/homes/{home}/messages", new_message(), author).status == 200, 10, "the home to open")
