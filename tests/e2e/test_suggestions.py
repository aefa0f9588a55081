"""A deputy's suggestion from the desk of the office to the body that handles it, and back for the verdict."""

from e2e import suggestions
from e2e.client import with_request_id


def test_through_three_gates_and_handled_again(world, client):
    office, deputy = world.token("township_admin"), world.token("deputy")
    body_id = suggestions.handling_body(world)
    clerk = world.token("clerk")
    place = suggestions.submitted(world, cosigners=[world.second_deputy_id], openToPublic=True)
    path = suggestions.path_of(world, place)
    assert client.get(path).reason == "SUGGESTION_NOT_FOUND"
    assert client.get(path, clerk).reason == "SUGGESTION_NOT_FOUND"
    suggestions.act(world, "second_deputy", place, ":cosign")
    suggestions.act(world, "township_admin", place, ":triage", decision="GATE_PASS")
    assert client.get(path).json["entries"] == []

    unknown = client.post(f"{path}:handOver", with_request_id(mainBodyId=world.township["organizationId"]), office)
    assert (unknown.status, unknown.reason) == (400, "FIELD_INVALID"), unknown
    suggestions.act(world, "township_admin", place, ":handOver", mainBodyId=body_id)
    tasks = client.pages(f"/v1/homes/{world.home_id}/suggestionTasks", "tasks", clerk)
    mine = [entry for entry in tasks if entry["suggestionId"] == place["suggestionId"]]
    assert mine and mine[0]["task"]["bodyName"] == "测试交通局" and not mine[0]["overdue"], tasks
    suggestions.act(world, "clerk", place, ":accept", bodyId=body_id)
    suggestions.act(world, "clerk", place, ":addProgress", text="已到现场查看")

    reply = {"replyClass": "REPLY_SOLVED", "body": "已经修好，请代表查看。"}
    suggestions.act(world, "clerk", place, ":reply", **reply)
    assert client.get(path, deputy).json["replies"] == [], "the office has not passed it yet"
    early = client.post(f"{path}:rate", with_request_id(satisfaction="SATISFIED"), deputy)
    assert early.reason == "SUGGESTION_STATE_CONFLICT", early
    suggestions.act(world, "township_admin", place, ":reviewReply", decision="GATE_PASS")

    again = client.post(f"{path}:rate", with_request_id(satisfaction="DISSATISFIED", comment="还有一段没修"), deputy)
    assert again.json["state"] == "SUGGESTION_HANDLING" and again.json["dueTime"], again
    suggestions.act(world, "clerk", place, ":reply", **reply)
    suggestions.act(world, "county_admin", place, ":reviewReply", decision="GATE_PASS")
    suggestions.act(world, "deputy", place, ":rate", satisfaction="SATISFIED")
    suggestions.act(world, "county_admin", place, ":award", kind="EXCELLENT_SUGGESTION", year=2026)
    seen = client.get(path).json
    assert (seen["state"], seen["owner"]) == ("SUGGESTION_CLOSED", "")
    assert [entry["satisfaction"] for entry in seen["replies"]] == ["DISSATISFIED", "SATISFIED"]
    assert seen["cosigners"] == [{"deputyId": world.second_deputy_id, "hasSigned": True}]
    year = seen["createTime"][:4]
    report = client.get(f"/v1/homes/{world.home_id}/suggestionReport", office, year=year).json
    assert report["closedCount"] >= 1 and report["asOfTime"], report


def test_a_wrong_body_returns_it_and_sees_no_more(world, client):
    body_id = suggestions.handling_body(world)
    place = suggestions.handed_over(world)
    path = suggestions.path_of(world, place)
    back = client.post(f"{path}:return", with_request_id(bodyId=body_id, reason="属于水利局"), world.token("clerk"))
    assert back.status == 200 and back.json == {}, back
    assert client.get(path, world.token("clerk")).reason == "SUGGESTION_NOT_FOUND"
    assert client.get(path, world.token("deputy")).json["state"] == "SUGGESTION_PASSED"
