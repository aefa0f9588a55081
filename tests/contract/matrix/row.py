"""Who gets what from every method: the expected answers, one row a method.

A new method needs a row here, or test_access_matrix fails. A row of a routed method gives the HTTP status, and
for a refusal the reason, for everybody in e2e.world.ROLES, in this order:

    anonymous, author, other_voter, deputy, other_deputy,
    township_admin, other_township_admin, county_admin, other_county_admin

and last what another process of the system gets at the gRPC port. The message in question is a private one that
"author" wrote to the home; "other_..." belong to another home or county. Methods of access INTERNAL have no route,
so their row is INTERNAL.
"""

from e2e.world import ROLES

SIGN_IN = "401 SESSION_REQUIRED"
DENIED = "403 ACCESS_DENIED"
ABSENT = "404 MESSAGE_NOT_FOUND"
SERVICE_DENIED = "PERMISSION_DENIED ACCESS_DENIED"
SERVICE_ABSENT = "NOT_FOUND MESSAGE_NOT_FOUND"


class Row:
    """`body` makes the JSON body (None for no body); `query` holds what a GET must say besides its path; `setup` makes what the call is about, called with the world, and
    answers with the values for the path ({"messageId": ...}); `raw` is (content type, bytes) of a body that is no JSON; `ends_session` asks for a session that nothing else
    uses."""

    def __init__(self, *answers, service, body=None, query=None, setup=None, ends_session=False, raw=None):
        assert len(answers) == len(ROLES), "an answer for every role"
        self.answers = dict(zip(ROLES, answers))
        self.service = service
        self.body = body
        self.query = query or {}
        self.setup = setup
        self.ends_session = ends_session
        self.raw = raw


def everybody(answer, **more):
    return Row(*[answer] * len(ROLES), **more)


def signed_in(answer, **more):
    return Row(SIGN_IN, *[answer] * (len(ROLES) - 1), **more)


INTERNAL = object()
