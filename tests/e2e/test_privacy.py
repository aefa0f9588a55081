"""A private message does not exist for those who may not read it."""

import pytest

from e2e.client import new_answer, new_rating

OUTSIDERS = ("anonymous", "other_voter", "other_deputy", "other_township_admin", "other_county_admin")
READERS = ("author", "deputy", "second_deputy", "township_admin", "county_admin")


@pytest.fixture(scope="module")
def message(world):
    return world.post(subject="只给代表之家看")


@pytest.fixture(scope="module")
def addressed(world):
    return world.post(subject="只给一位代表看", deputyId=world.deputy_id)


@pytest.mark.parametrize("role", OUTSIDERS)
def test_reading_answers_as_for_an_absent_one(world, client, message, role):
    token = world.token(role)
    hidden = client.get(world.message_path(message), token)
    absent = client.get(world.message_path({**message, "messageId": str(int(message["messageId"]) + 1)}), token)
    assert hidden.status == absent.status == 404
    assert hidden.reason == "MESSAGE_NOT_FOUND"
    assert same_but_request_id(hidden, absent)


@pytest.mark.parametrize("role", ("other_voter", "other_deputy"))
def test_acting_on_it_tells_nothing_either(world, client, message, role):
    token = world.token(role)
    absent_message = {**message, "messageId": str(int(message["messageId"]) + 1)}
    for verb, body in ((":answer", new_answer()), (":rate", new_rating())):
        hidden = client.post(world.message_path(message, verb), body, token)
        absent = client.post(world.message_path(absent_message, verb), body, token)
        assert hidden.status == absent.status and hidden.status in (403, 404), hidden
        assert same_but_request_id(hidden, absent)


@pytest.mark.parametrize("role", OUTSIDERS)
def test_lists_leave_it_out(world, client, message, role):
    listed = client.pages(world.messages_path(), "messages", world.token(role))
    assert message["messageId"] not in [entry["messageId"] for entry in listed]


@pytest.mark.parametrize("role", READERS)
def test_those_concerned_read_it(world, client, message, role):
    assert client.get(world.message_path(message), world.token(role)).status == 200
    listed = client.pages(world.messages_path(), "messages", world.token(role))
    assert message["messageId"] in [entry["messageId"] for entry in listed]


def test_a_message_to_one_deputy_is_not_for_the_others(world, client, addressed):
    token = world.token("second_deputy")
    assert client.get(world.message_path(addressed), token).status == 404
    assert client.post(world.message_path(addressed, ":answer"), new_answer(), token).status == 404
    listed = client.pages(world.messages_path(), "messages", token)
    assert addressed["messageId"] not in [entry["messageId"] for entry in listed]
    for role in ("author", "deputy", "township_admin", "county_admin"):
        assert client.get(world.message_path(addressed), world.token(role)).status == 200, role


@pytest.mark.parametrize("role", ("author", "deputy", "township_admin", "county_admin"))
def test_the_right_message_under_the_wrong_home_is_absent(world, client, message, role):
    answer = client.get(world.message_path({**message, "homeId": world.other_home_id}), world.token(role))
    assert (answer.status, answer.reason) == (404, "MESSAGE_NOT_FOUND"), answer


def test_the_author_appears_under_an_alias(world, client):
    public = world.post(visibility="PUBLIC")
    seen = client.get(world.message_path(public)).json
    me = client.get("/v1/me", world.token("author")).json
    assert seen["authorName"].startswith("选民")
    assert me["personId"] not in str(seen) and seen["mine"] is False


def same_but_request_id(one, other):
    def without(answer):
        return {key: value for key, value in answer.error.items() if key != "requestId"}

    def headers(answer):
        return sorted(name.lower() for name in answer.headers)

    return without(one) == without(other) and headers(one) == headers(other)
