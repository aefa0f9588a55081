"""The web clients against the real system: types of the API, and stories played in Chromium (*.test.mjs)."""

import os
import pathlib
import subprocess

import pytest

HERE = pathlib.Path(__file__).parent
STORIES = sorted(path.name for path in HERE.glob("*.test.mjs"))


def test_clients_fit_the_api(built_clients, stack):
    """A field that was renamed, or a value that no longer exists, is an error of types."""
    answer = stack.client.call("GET", "/openapi.json")
    assert answer.status == 200
    # The console's calls are the phone clients': one document and one set of types for both.
    (built_clients.MINI.root / "openapi.json").write_bytes(answer.raw)
    built_clients.run(built_clients.MINI, ["npm", "run", "types"])
    for client in built_clients.CLIENTS:
        built_clients.run(client, ["npm", "run", "check"])


@pytest.mark.parametrize("story", STORIES)
def test_story(story, stack):
    done = subprocess.run(["npx", "vitest", "run", story], cwd=HERE, stdin=subprocess.DEVNULL, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=900, check=False,
                          env={**os.environ, "CI": "1", "NO_COLOR": "1",
                               "DEPUTIES_DEMO_FILE": str(stack.var / "demo.json")})
    print(done.stdout[-4000:])
    assert done.returncode == 0, done.stdout[-12000:]
