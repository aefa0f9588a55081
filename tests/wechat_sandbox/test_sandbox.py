#!/usr/bin/python3
"""Tests of the sandbox, against the real program: /usr/bin/python3 -m unittest discover -s tests/wechat_sandbox"""

import http.client
import json
import pathlib
import signal
import subprocess
import sys
import tempfile
import threading
import time
import unittest
import urllib.parse

PROGRAM = pathlib.Path(__file__).resolve().parent / "sandbox.py"
APP_ID = "wx0123456789abcdef"
SECRET = "sandbox-secret-of-the-tests"
LOGIN = "/sns/jscode2session"


def start(directory, *options):
    secret_file = pathlib.Path(directory) / "secret"
    secret_file.write_text(SECRET + "\n", encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, str(PROGRAM), "--port", "0", "--app-id", APP_ID, "--app-secret-file",
         str(secret_file), *options], stdout=subprocess.PIPE, text=True)
    line = process.stdout.readline()
    assert "ready on http://" in line, line
    return process, int(line.rsplit(":", 1)[1])


class SandboxTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.directory = tempfile.TemporaryDirectory()
        cls.process, cls.port = start(cls.directory.name)

    @classmethod
    def tearDownClass(cls):
        cls.process.send_signal(signal.SIGTERM)
        assert cls.process.wait(5) == 0
        cls.process.stdout.close()
        cls.directory.cleanup()

    def setUp(self):
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        self.call("DELETE", "/sandbox/faults")
        self.call("DELETE", "/sandbox/messages")

    def tearDown(self):
        self.connection.close()

    def raw(self, method, path, body=None):
        data = None if body is None else json.dumps(body) if not isinstance(body, str) else body
        self.connection.request(method, path, data)
        response = self.connection.getresponse()
        return response.status, response.read()

    def call(self, method, path, body=None):
        status, data = self.raw(method, path, body)
        self.assertEqual(status, 200, data)
        return json.loads(data)

    def login_path(self, code, **changes):
        query = {"appid": APP_ID, "secret": SECRET, "js_code": code,
                 "grant_type": "authorization_code", **changes}
        return LOGIN + "?" + urllib.parse.urlencode({k: v for k, v in query.items() if v is not None})

    def login(self, code, **changes):
        return self.call("GET", self.login_path(code, **changes))

    def fault(self, fault, **fields):
        self.call("POST", "/sandbox/faults", {"endpoint": LOGIN, "fault": fault, **fields})

    def token(self, **fields):
        return self.call("POST", "/cgi-bin/stable_token", {
            "grant_type": "client_credential", "appid": APP_ID, "secret": SECRET, **fields})

    def test_demo_code_is_the_same_person_for_ever(self):
        first, second = self.login("demo-voter"), self.login("demo-voter")
        self.assertEqual(first["openid"], "o-demo-voter________________")
        self.assertEqual(len(first["openid"]), 28)
        self.assertEqual(first["openid"], second["openid"])
        self.assertNotIn("errcode", first)
        self.assertNotIn("unionid", first)
        self.assertIn("session_key", first)
        self.assertNotEqual(self.login("demo-deputy")["openid"], first["openid"])

    def test_once_code_works_once(self):
        self.assertEqual(self.login("once-voter-7f3a")["openid"], self.login("demo-voter")["openid"])
        self.assertEqual(self.login("once-voter-7f3a")["errcode"], 40163)
        self.assertNotIn("errcode", self.login("once-voter-7f3b"))

    def test_racing_once_code_goes_to_one(self):
        answers = []

        def race():
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
            connection.request("GET", self.login_path("once-racer-1"))
            answers.append(json.loads(connection.getresponse().read()).get("errcode", 0))
            connection.close()

        threads = [threading.Thread(target=race) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(sorted(answers), [0] + [40163] * 7)

    def test_login_refusals(self):
        for expected, code, changes in (
                (40029, "whatever", {}), (40029, "demo-", {}), (40029, "demo-a_b", {}),
                (40029, "demo-" + "x" * 22, {}), (40029, "once-voter", {}),
                (41002, "demo-a", {"appid": None}), (40013, "demo-a", {"appid": "wx1"}),
                (41004, "demo-a", {"secret": None}), (40125, "demo-a", {"secret": "wrong"}),
                (41008, "", {}), (40002, "demo-a", {"grant_type": "client_credential"})):
            with self.subTest(code=code, changes=changes):
                answer = self.login(code, **changes)
                self.assertEqual(answer["errcode"], expected)
                self.assertIn("rid: ", answer["errmsg"])
                self.assertNotIn("openid", answer)
        self.assertEqual(self.call("POST", self.login_path("demo-a"), {})["errcode"], 41002)

    def test_faults(self):
        for errcode in (40029, 45011, 40226, -1):
            self.fault(errcode, times=1)
            self.assertEqual(self.login("demo-a")["errcode"], errcode)
            self.assertNotIn("errcode", self.login("demo-a"))
        self.fault("http500", times=1)
        self.assertEqual(self.raw("GET", self.login_path("demo-a"))[0], 500)
        self.fault("not_json", times=1)
        status, body = self.raw("GET", self.login_path("demo-a"))
        self.assertEqual((status, body[:1]), (200, b"<"))
        self.fault("close", times=1)
        with self.assertRaises((http.client.HTTPException, ConnectionError)):
            self.raw("GET", self.login_path("demo-a"))
        self.fault("delay", times=1, seconds=0.3)
        begin = time.monotonic()
        self.assertNotIn("errcode", self.login("demo-a"))
        self.assertGreater(time.monotonic() - begin, 0.25)

    def test_timeout_hangs_until_cleared(self):
        self.fault("timeout")
        hanging = http.client.HTTPConnection("127.0.0.1", self.port, timeout=0.3)
        hanging.request("GET", self.login_path("demo-a"))
        with self.assertRaises(TimeoutError):
            hanging.getresponse()
        hanging.close()
        self.call("DELETE", "/sandbox/faults")
        self.assertNotIn("errcode", self.login("demo-a"))

    def test_fault_stays_until_cleared_and_keeps_to_its_endpoint(self):
        self.fault(-1)
        for _ in range(3):
            self.assertEqual(self.login("demo-a")["errcode"], -1)
        self.assertIn("access_token", self.token())
        self.assertEqual(self.call("GET", "/sandbox/faults")["faults"][0]["fault"], -1)

    def test_bad_faults_are_named(self):
        for body in ("[", "[]", {"fault": "fire"}, {"fault": 1, "times": 0}, {"fault": 1, "x": 1},
                     {"fault": "delay", "seconds": -1}):
            self.assertEqual(self.raw("POST", "/sandbox/faults", body)[0], 400)

    def test_token_is_stable(self):
        first = self.token()
        self.assertLessEqual(first["expires_in"], 7200)
        self.assertEqual(self.token()["access_token"], first["access_token"])
        self.assertEqual(self.token(secret="x")["errcode"], 40125)
        self.assertEqual(self.token(appid="x")["errcode"], 40013)
        self.assertEqual(self.token(grant_type="x")["errcode"], 40002)
        self.assertEqual(self.call("GET", "/cgi-bin/stable_token")["errcode"], 43002)
        self.assertEqual(self.call("POST", "/cgi-bin/stable_token")["errcode"], 44002)
        self.assertEqual(self.call("POST", "/cgi-bin/stable_token", "a=b")["errcode"], 47001)

    def test_messages_are_recorded(self):
        message = {"touser": "o-demo-voter________________", "template_id": "T1", "page": "p/a?id=1",
                   "data": {"thing1": {"value": "您的留言已有答复"}}, "miniprogram_state": "formal",
                   "lang": "zh_CN"}

        def send(token=None, **changes):
            token = token or self.token()["access_token"]
            return self.call("POST", f"/cgi-bin/message/subscribe/send?access_token={token}",
                             {**message, **changes})["errcode"]

        self.assertEqual(send(), 0)
        self.assertEqual(send(touser="nobody"), 40003)
        self.assertEqual(send(template_id=""), 40037)
        self.assertEqual(send(page="/p"), 41030)
        self.assertEqual(send(data={"thing1": {"value": "字" * 21}}), 47003)
        self.assertEqual(send(data={"thing1": {"value": ""}}), 47003)
        self.assertEqual(send(data={}), 47003)
        self.assertEqual(send(token="nonsense"), 40001)
        self.assertEqual(self.call("POST", "/cgi-bin/message/subscribe/send", message)["errcode"], 41001)
        kept = self.call("GET", "/sandbox/messages")["messages"]
        self.assertEqual([m["data"] for m in kept], [message["data"]])
        self.assertEqual(self.call("GET", "/sandbox/messages?touser=o-demo-else")["messages"], [])

    def test_keep_alive_counters_and_unknown_paths(self):
        before = self.call("GET", "/sandbox/stats")["calls"].get(LOGIN, 0)
        socket = self.connection.sock
        self.login("demo-a")
        self.assertIs(self.connection.sock, socket)
        self.assertEqual(self.call("GET", "/sandbox/stats")["calls"][LOGIN], before + 1)
        self.assertEqual(self.raw("GET", "/nowhere")[0], 404)


class ProgramTest(unittest.TestCase):
    def test_short_lived_tokens_expire_and_are_renewed(self):
        with tempfile.TemporaryDirectory() as directory:
            process, port = start(directory, "--token-seconds", "1", "--open-platform")
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)

            def post(path, body):
                connection.request("POST", path, json.dumps(body))
                return json.loads(connection.getresponse().read())

            def token(force=False):
                return post("/cgi-bin/stable_token", {
                    "grant_type": "client_credential", "appid": APP_ID, "secret": SECRET,
                    "force_refresh": force})["access_token"]

            first = token()
            self.assertNotEqual(token(force=True), first)
            self.assertEqual(post(f"/cgi-bin/message/subscribe/send?access_token={first}", {})["errcode"],
                             42001)
            connection.request("GET", LOGIN + "?" + urllib.parse.urlencode({
                "appid": APP_ID, "secret": SECRET, "js_code": "demo-a",
                "grant_type": "authorization_code"}))
            self.assertEqual(len(json.loads(connection.getresponse().read())["unionid"]), 28)
            connection.close()
            process.send_signal(signal.SIGTERM)
            self.assertEqual(process.wait(5), 0)
            process.stdout.close()

    def test_print_openid(self):
        output = subprocess.run([sys.executable, str(PROGRAM), "--print-openid", "once-voter-1"],
                                capture_output=True, text=True, check=True).stdout
        self.assertEqual(output, "o-demo-voter________________\n")

    def test_wrong_options_say_so(self):
        for options, text in ((["--app-secret-file", "/nonexistent"], "cannot read"), ([], "required")):
            run = subprocess.run([sys.executable, str(PROGRAM), *options], capture_output=True, text=True,
                                 check=False)
            self.assertNotEqual(run.returncode, 0)
            self.assertIn(text, run.stderr)


if __name__ == "__main__":
    unittest.main()
