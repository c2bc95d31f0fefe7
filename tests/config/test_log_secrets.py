"""A link of a mail opens something for whoever holds it: its key is in no line of the log and no row of the audit."""

import logging
import re

import pytest
from django.urls import URLResolver, get_resolver

from tests.cast import Cast
from tests.database import Owner
from throughcare.config.logs import Json, Line, without_secrets

SECRET = "wq3J8-vZr_0aLk2mNpQ5tXyB7cDeF9gH1iKoU4sTjM"


def routes(resolver: URLResolver, before: str = "") -> list[str]:
    """Addresses with a key of a link in them, with the secret in its place."""
    found = []
    for one in resolver.url_patterns:
        path = before + str(one.pattern)
        if isinstance(one, URLResolver):
            found += routes(one, path)
        elif "key" in one.pattern.converters:
            found.append(re.sub(r"<[^>]+>", "x", path.replace("<str:key>", SECRET)))
    return found


def test_no_address_with_a_key_is_written_whole() -> None:
    there = [f"/{path}" for path in routes(get_resolver())] + [
        f"/accounts/password/reset/key/1-{SECRET}/",
        f"/accounts/confirm-email/{SECRET}/",
    ]
    assert len(there) >= 8
    for path in there:
        assert SECRET in path and SECRET not in without_secrets(f"Forbidden (CSRF token missing.): {path}"), path
    plain = "Not Found: /partners/0199c0de-0000-7000-8000-000000000000/survey/"
    assert without_secrets(plain) == plain


@pytest.mark.parametrize("formatter", [Line, Json])
def test_lines_of_others_are_cleaned_too(formatter: type[Line]) -> None:
    record = logging.LogRecord(
        "django.security.csrf", logging.WARNING, "x", 1, "Forbidden (%s): %s", ("CSRF", f"/sign/{SECRET}/name/"), None
    )
    assert SECRET not in formatter().format(record) and "/sign/…/name/" in formatter().format(record)


def test_a_refused_holder_who_is_signed_in_leaves_no_key_in_the_audit(cast: Cast, owner: Owner) -> None:
    assert cast.client("case_manager").post(f"/survey/{SECRET}/about/{cast.person}/", {}).status_code == 404
    ((detail,),) = owner.rows("select detail from audit_auditevent where verb = 'refused'")
    assert SECRET not in str(detail) and str(cast.person) in str(detail), "what is no secret stays"
