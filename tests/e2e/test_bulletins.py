"""A bulletin from the liaison's draft to the voter's phone: reviewed by another person, sanitised, inherited from the
county."""

import pytest

from e2e.client import with_request_id


@pytest.fixture(scope="module")
def editors(world):
    """Two people of the home and two of the county."""
    world.make_staff("tests-liaison", "ROLE_LIAISON", world.township["code"])
    world.logins["liaison"] = "tests-liaison"
    county = world._get(f"/v1/organizations/{world.county['organizationId']}")
    world.make_staff("tests-county-2", "ROLE_COUNTY_OFFICE", county["code"])
    world.logins["county_admin_2"] = "tests-county-2"
    return world


def text(**changes):
    return {"category": "NOTICE", "title": "接待日通知", "summary": "三月接待日", "body": "<p>三月五日上午。</p>"} | changes


def publish(world, client, path, author, reviewer, **fields):
    draft = client.post(path, with_request_id(**fields), world.token(author))
    assert draft.status == 200 and draft.json["state"] == "BULLETIN_DRAFT", draft
    place = f"{path}/{draft.json['bulletinId']}"
    submitted = client.post(f"{place}:submit", with_request_id(), world.token(author))
    assert submitted.status == 200, submitted
    review = with_request_id(decision="PUBLISH_BULLETIN", revision=submitted.json["revision"])
    refused = client.post(f"{place}:review", review, world.token(author))
    assert (refused.status, refused.reason) in ((403, "SECOND_PERSON_NEEDED"), (403, "ACCESS_DENIED")), refused
    published = client.post(f"{place}:review", review, world.token(reviewer))
    assert published.status == 200 and published.json["state"] == "BULLETIN_PUBLISHED", published
    return published.json


def test_a_notice_reaches_readers_without_what_an_attacker_put_in(editors, client):
    path = f"/v1/homes/{editors.home_id}/bulletins"
    evil = text(body='<p onclick="x()">三月五日<script>alert(1)</script></p><a href="javascript:x">点</a>')
    made = publish(editors, client, path, "liaison", "township_admin", text=evil)
    seen = client.get(f"{path}/{made['bulletinId']}")
    assert seen.status == 200, seen
    assert seen.json["body"] == "<p>三月五日</p><a>点</a>"
    assert (seen.json["authorName"], seen.json["reviewerName"], seen.json["revision"]) == ("", "", 0)
    listed = client.pages(path, "bulletins")
    assert [entry["body"] for entry in listed if entry["bulletinId"] == made["bulletinId"]] == [""]

    withdrawn = client.post(f"{path}/{made['bulletinId']}:withdraw", with_request_id(reason="写错日期"),
                            editors.token("township_admin"))  # fmt: skip
    assert withdrawn.status == 200, withdrawn
    assert client.get(f"{path}/{made['bulletinId']}").reason == "BULLETIN_NOT_FOUND"
    assert made["bulletinId"] not in [entry["bulletinId"] for entry in client.pages(path, "bulletins")]


def test_the_county_tells_all_its_homes_and_no_others(editors, client):
    path = f"/v1/homes/{editors.home_id}/bulletins"
    county_id = editors.county["organizationId"]
    made = publish(editors, client, path, "county_admin", "county_admin_2",
                   text=text(category="LAW", title="代表法"), organizationId=county_id)  # fmt: skip
    assert (made["homeId"], made["organizationId"]) == ("0", county_id)
    for home_id in (editors.home_id, editors.stack.demo["homeId"]):
        laws = client.get(f"/v1/homes/{home_id}/bulletins", category="LAW").json["bulletins"]
        found = [entry for entry in laws if entry["bulletinId"] == made["bulletinId"]]
        assert found and found[0]["organizationName"] == editors.county["name"], laws
    assert client.get(f"/v1/homes/1/bulletins/{made['bulletinId']}").reason == "BULLETIN_NOT_FOUND"
    # The chair of a home below the county does not change it.
    refused = client.post(f"{path}/{made['bulletinId']}:pin", with_request_id(pinned=True),
                          editors.token("township_admin"))  # fmt: skip
    assert refused.reason == "BULLETIN_NOT_FOUND", refused


def test_a_deputy_writes_a_draft_that_staff_publish(editors, client):
    path = f"/v1/homes/{editors.home_id}/bulletins"
    made = publish(editors, client, path, "deputy", "township_admin",
                   text=text(category="DEPUTY_SHOWCASE", title="代表走访"))  # fmt: skip
    own = client.pages(f"/v1/homes/{editors.home_id}/bulletinDrafts", "bulletins", editors.token("deputy"))
    assert made["bulletinId"] in [entry["bulletinId"] for entry in own]
    others = client.pages(f"/v1/homes/{editors.home_id}/bulletinDrafts", "bulletins", editors.token("second_deputy"))
    assert made["bulletinId"] not in [entry["bulletinId"] for entry in others]
