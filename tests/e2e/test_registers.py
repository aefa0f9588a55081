"""Registers that an office brings to the console, by pieces, and changes of the tree."""

import base64
import io
import uuid
import xml.sax.saxutils
import zipfile

import pytest

from e2e.client import with_request_id
from e2e.stack import wait_until


def upload(world, client, kind, content, name="名册.csv", role="county_admin"):
    token = world.token(role)
    made = client.post("/v1/imports", with_request_id(kind=kind, fileName=name), token)
    assert made.status == 200, made
    path = f"/v1/imports/{made.json['importId']}"
    piece = 700
    for number in range((len(content) + piece - 1) // piece):
        part = base64.b64encode(content[number * piece:(number + 1) * piece]).decode()
        answer = client.post(f"{path}/parts", with_request_id(number=number + 1, content=part), token)
        assert answer.status == 200 and answer.json["partCount"] == number + 1, answer
    return path


def workbook(*rows):
    """The bytes of an Excel workbook, as a spreadsheet program writes it: texts shared, numbers in place."""
    texts, lines = [], []
    for number, row in enumerate(rows, 1):
        cells = []
        for column, cell in zip("ABCDEFGHIJ", row):
            if isinstance(cell, int):
                cells.append(f'<c r="{column}{number}"><v>{cell}</v></c>')
            elif cell:
                cells.append(f'<c r="{column}{number}" t="s"><v>{len(texts)}</v></c>')
                texts.append(f"<si><t>{xml.sax.saxutils.escape(cell)}</t></si>")
        lines.append(f'<row r="{number}">{"".join(cells)}</row>')
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("xl/worksheets/sheet1.xml", f"<worksheet {space}><sheetData>{''.join(lines)}</sheetData></worksheet>")
        file.writestr("xl/sharedStrings.xml", f"<sst {space}>{''.join(texts)}</sst>")
    return out.getvalue()


@pytest.fixture
def code():
    return f"R{uuid.uuid4().hex[:8]}"


def deputies_of(client, world):
    return {one["name"] for one in client.pages(f"/v1/homes/{world.home_id}/deputies", "deputies")}


def test_a_workbook_is_looked_through_applied_and_undone(world, client, code):
    name = f"王{code[1:5]}"
    head = ("编码", "姓名", "级别", "届次", "任期开始", "代表之家编码", "手机号")
    wrong = workbook(head, (code, name, "乡镇", 18, 44501, "tests-home", ""), ("", "无编码", "村", 18, "去年", "nowhere", "123"))
    path = upload(world, client, "DEPUTY_REGISTER", wrong, "代表.xlsx")
    checked = client.get(f"{path}/check", world.token("county_admin")).json
    assert [(one["line"], one["column"]) for one in checked["problems"]] == [("3", "编码")], checked
    refused = client.post(f"{path}:apply", with_request_id(), world.token("county_admin"))
    assert (refused.status, refused.reason) == (400, "IMPORT_HAS_PROBLEMS")
    assert name not in deputies_of(client, world)

    path = upload(world, client, "DEPUTY_REGISTER", workbook(head, (code, name, "乡镇", 18, 44501, "tests-home", 13800000009)))
    token = world.token("county_admin")
    checked = client.get(f"{path}/check", token).json
    assert (checked["import"]["newCount"], checked["problemCount"]) == ("1", "0"), checked
    assert name not in deputies_of(client, world), "looking changes nothing"
    applied = client.post(f"{path}:apply", with_request_id(), token)
    assert applied.json["state"] == "APPLIED" and applied.json["newCount"] == "1", applied
    assert name in deputies_of(client, world)
    assert client.get("/v1/imports", token).json["imports"][0]["state"] == "APPLIED"
    stranger = client.post(f"{path}:undo", with_request_id(), world.token("other_county_admin"))
    assert (stranger.status, stranger.reason) == (404, "IMPORT_NOT_FOUND")
    undone = client.post(f"{path}:undo", with_request_id(), token)
    assert undone.status == 200 and undone.json["state"] == "UNDONE", undone
    assert name not in deputies_of(client, world)


def test_an_office_imports_below_its_own_nodes_only(world, client, code):
    csv = f"编码,名称,级别,上级编码\n{code},新村,村,{world.township['code']}\n".encode()
    for role, count in (("other_county_admin", "1"), ("county_admin", "0")):
        path = upload(world, client, "ORGANIZATION_REGISTER", csv, role=role)
        assert client.get(f"{path}/check", world.token(role)).json["problemCount"] == count


def test_units_move_and_close(stack, world, client, code):
    csv = f"编码,名称,级别,上级编码\n{code},移动村,村,{world.township['code']}\n".encode()
    token = world.token("county_admin")
    path = upload(world, client, "ORGANIZATION_REGISTER", csv)
    assert client.post(f"{path}:apply", with_request_id(), token).status == 200
    unit = stack.sql_value("accounts", f"SELECT organization_id FROM organizations WHERE code = '{code}'")
    there = world.other_township["organizationId"]
    moved = client.post(f"/v1/organizations/{unit}:move", with_request_id(parentId=there), token)
    assert moved.status == 200 and moved.json["parentId"] == there, moved
    circle = client.post(f"/v1/organizations/{there}:move", with_request_id(parentId=unit), token)
    assert (circle.status, circle.reason) == (400, "ORGANIZATION_STATE_CONFLICT")
    closed = client.post(f"/v1/organizations/{unit}:close", with_request_id(), token)
    assert closed.status == 200 and closed.json["closed"], closed
    listed = client.get(
        "/v1/organizations", parentId=there, pageSize=50).json["organizations"]
    assert unit not in [one["organizationId"] for one in listed]
    changes = client.get(f"/v1/organizations/{unit}/changes", token).json["changes"]
    assert [one["kind"] for one in changes] == ["CLOSED", "MOVED"]
    assert changes[1]["oldParentId"] == world.township["organizationId"]


def test_a_closed_home_is_read_but_listed_no_more(world, client):
    [home_id] = world.make_homes(("tests-ended-home", "测试停办之家", world.township["code"]))
    token = world.token("county_admin")
    wait_until(lambda: client.post(f"/v1/homes/{home_id}:close", with_request_id(), token).status == 200, 6, "the right")
    assert client.get(f"/v1/homes/{home_id}").json["closed"]
    assert home_id not in [one["homeId"] for one in client.pages("/v1/homes", "homes")]
    assert client.post(f"/v1/homes/{home_id}:reopen", with_request_id(), token).status == 200
    assert home_id in [one["homeId"] for one in client.pages("/v1/homes", "homes")]
