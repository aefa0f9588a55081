"""From a printed poster to the deputy: made by staff, scanned by a machine, led on when it has ended."""

import subprocess
import urllib.parse

import pytest

from e2e.client import with_request_id
from e2e.stack import wait_until


@pytest.fixture(scope="module")
def codes_path(world):
    return f"/v1/homes/{world.home_id}/codes"


def test_a_scanned_poster_leads_to_the_deputy(world, client, codes_path, tmp_path):
    made = client.post(codes_path, with_request_id(kind="DEPUTY_CODE", targetId=world.deputy_id, label="东街宣传栏"),
                       world.token("deputy"))  # fmt: skip
    assert made.status == 200, made
    code = made.json
    rendered = client.post(f"/v1/homes/{world.home_id}/posters:render", {"scenes": [code["scene"]]},
                           world.token("township_admin"))  # fmt: skip
    assert rendered.status == 200, rendered
    svg, png = tmp_path / "poster.svg", tmp_path / "poster.png"
    svg.write_text(rendered.json["posters"][0]["svg"], encoding="utf-8")
    # As coarse as a cheap phone sees it from afar.
    subprocess.run(["rsvg-convert", "--width=420", "--output", png, svg], check=True, timeout=60)
    seen = subprocess.run(["zbarimg", "--quiet", "--raw", png], check=True, capture_output=True, text=True, timeout=60)
    url = urllib.parse.urlsplit(seen.stdout.strip())
    assert f"{url.scheme}://{url.netloc}" == client.base_url
    assert url.path == f"/c/{code['scene']}"

    for scanned in (url.path.removeprefix("/c/"), code["shortCode"]):
        answer = client.post("/v1/codes:scan", {"code": scanned})
        assert answer.status == 200, answer
        assert (answer.json["kind"], answer.json["targetId"]) == ("DEPUTY_CODE", world.deputy_id)
        assert answer.json["deputyName"] == "测试代表甲" and not answer.json["redirected"]
    own = client.pages(codes_path, "codes", world.token("deputy"))
    assert [entry["scanCount"] for entry in own if entry["scene"] == code["scene"]] == ["2"]


def test_a_replaced_and_a_revoked_code_lead_on(world, client, codes_path):
    token = world.token("township_admin")
    old = client.post(codes_path, with_request_id(kind="DEPUTY_CODE", targetId=world.deputy_id), token).json
    new = client.post(codes_path, with_request_id(kind="DEPUTY_CODE", targetId=world.second_deputy_id,
                                                  replacesScene=old["scene"]), token).json  # fmt: skip
    led = client.post("/v1/codes:scan", {"code": old["scene"]}).json
    assert (led["targetId"], led["redirected"]) == (world.second_deputy_id, True)
    revoked = client.post(f"{codes_path}/{new['scene']}:revoke", with_request_id(), token)
    assert revoked.status == 200 and revoked.json["revoked"], revoked
    led = client.post("/v1/codes:scan", {"code": old["shortCode"]}).json
    assert (led["kind"], led["homeId"], led["redirected"]) == ("HOME_CODE", world.home_id, True)


def test_rotated_posters_lead_on_however_old_they_are(world, client, codes_path):
    staff = world.token("township_admin")
    first = [client.post(codes_path, with_request_id(kind="DEPUTY_CODE", targetId=world.deputy_id, label=place), staff).json
             for place in ("东街", "西街")]  # fmt: skip
    scenes = [code["scene"] for code in first]
    for _ in range(12):
        body = with_request_id(scenes=scenes)
        rotated = client.post(f"{codes_path}:rotate", body, staff)
        assert rotated.status == 200, rotated
        assert client.post(f"{codes_path}:rotate", body, staff).json == rotated.json, "a repeat rotates nothing"
        assert [code["label"] for code in rotated.json["codes"]] == ["东街", "西街"]
        again = client.post(f"{codes_path}:rotate", with_request_id(scenes=scenes), staff)
        assert (again.status, again.reason) == (404, "CODE_NOT_FOUND"), "they have ended"
        scenes = [code["scene"] for code in rotated.json["codes"]]
    for code in [*first, *rotated.json["codes"]]:
        for text in (code["scene"], code["shortCode"]):
            led = client.post("/v1/codes:scan", {"code": text}).json
            assert (led["kind"], led["targetId"]) == ("DEPUTY_CODE", world.deputy_id), led
            assert led.get("redirected", False) == (code in first), led
    # One that has ended among them: none is rotated.
    mixed = client.post(f"{codes_path}:rotate", with_request_id(scenes=[scenes[0], first[0]["scene"]]), staff)
    assert (mixed.status, mixed.reason) == (404, "CODE_NOT_FOUND")
    assert not client.post("/v1/codes:scan", {"code": scenes[0]}).json.get("redirected")


def test_a_round_code_is_drawn_once_and_a_square_one_serves_meanwhile(stack, world, client, codes_path):
    made = client.post(codes_path, with_request_id(kind="HOME_CODE"), world.token("township_admin")).json
    wanted = {"scenes": [made["scene"]], "codeStyle": "MINI_PROGRAM_CODE", "paperSize": "A3"}

    def render():
        answer = client.post(f"/v1/homes/{world.home_id}/posters:render", wanted, world.token("township_admin"))
        assert answer.status == 200, answer
        return answer.json["posters"][0]

    stack.kill("wechat")
    square = render()
    assert square["codeStyle"] == "QR_CODE" and "<image" not in square["svg"]
    stack.up()
    poster = wait_until(lambda: next((one for one in [render()] if one["codeStyle"] == "MINI_PROGRAM_CODE"), None),
                        10, "WeChat to draw")
    assert 'href="data:image/' in poster["svg"] and "297mm" in poster["svg"]
    kept = stack.sql_value("accounts", f"SELECT LENGTH(picture) FROM code_pictures WHERE scene = '{made['scene']}'")
    assert int(kept) > 100
    assert render() == poster, "the picture that is kept"


def test_a_deputy_makes_no_code_for_another(world, client, codes_path):
    refused = client.post(codes_path, with_request_id(kind="DEPUTY_CODE", targetId=world.second_deputy_id),
                          world.token("deputy"))  # fmt: skip
    assert (refused.status, refused.reason) == (403, "ACCESS_DENIED")
