"""Suggestions of deputies as the tests make them: a handling body with a clerk, and each stage of a suggestion."""

from e2e.client import with_request_id

_ORGAN = 7
BODY_CODE = "tests-roads-bureau"


def new_text(**changes):
    return {"kind": "SUGGESTION", "title": "关于修村道的建议",
            "body": "村道多处损坏，雨天无法通行，建议今年安排资金修好。"} | changes  # fmt: skip


def handling_body(world):
    """A body that serves the home's county, with one clerk, who logs in as "clerk"; its id."""
    if "clerk" not in world.logins:
        county = world._get(f"/v1/organizations/{world.county['organizationId']}")
        body = world.stack.protos.message("deputies.accounts.v1.ImportedOrganization", code=BODY_CODE,
                                          name="测试交通局", level=_ORGAN, parent_code=county["code"])  # fmt: skip
        answer = world._call("OrganizationService.ImportOrganizations", organizations=[body])
        world.make_staff("tests-clerk", "ROLE_HANDLING_CLERK", BODY_CODE)
        world.logins["clerk"] = "tests-clerk"
        world.handling_body_id = str(answer.organization_ids[0])
    return world.handling_body_id


def path_of(world, place, verb=""):
    return f"/v1/homes/{world.home_id}/suggestions/{place['suggestionId']}{verb}"


def act(world, role, place, verb, **fields):
    answer = world.client.post(path_of(world, place, verb), with_request_id(**fields), world.token(role))
    assert answer.status == 200, answer
    return place


def submitted(world, role="deputy", cosigners=(), **changes):
    body = with_request_id(text=new_text(**changes), cosignerDeputyIds=list(cosigners))
    answer = world.client.post(f"/v1/homes/{world.home_id}/suggestions", body, world.token(role))
    assert answer.status == 200, answer
    return {"suggestionId": answer.json["suggestionId"]}


def to_cosign(world):
    """Of the second deputy, naming "deputy"."""
    return submitted(world, "second_deputy", [world.deputy_id])


def returned(world):
    return act(world, "township_admin", submitted(world), ":triage", decision="GATE_RETURN", reason="请补充")


def passed(world):
    return act(world, "township_admin", submitted(world), ":triage", decision="GATE_PASS")


def handed_over(world):
    return act(world, "township_admin", passed(world), ":handOver", mainBodyId=handling_body(world))


def handling(world):
    return act(world, "clerk", handed_over(world), ":accept", bodyId=handling_body(world))


def in_review(world):
    return act(world, "clerk", handling(world), ":reply", replyClass="REPLY_SOLVED", body="已经修好，请代表查看。")


def replied(world):
    return act(world, "township_admin", in_review(world), ":reviewReply", decision="GATE_PASS")


def closed(world):
    return act(world, "deputy", replied(world), ":rate", satisfaction="SATISFIED")
