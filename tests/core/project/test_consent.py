"""Who agreed to be shown, where and until when."""

from __future__ import annotations

from datetime import date

import pytest

from egv.core.project.clip_notes import ConsentScope, Person
from egv.core.project.consent import (
    ConsentLack,
    choose_consent_scope,
    find_missing_consents,
    has_consent_lapsed,
)
from egv.core.project.recipe_parts import Audience

TODAY = date(2026, 11, 23)
YESTERDAY, TOMORROW = date(2026, 11, 22), date(2026, 11, 24)
INSIDE, OUTSIDE = (ConsentScope.INTERNAL,), (ConsentScope.EXTERNAL,)
BOTH = (*INSIDE, *OUTSIDE)


@pytest.mark.parametrize(
    ("scope", "until", "withdrawn", "internal", "external"),
    [
        (INSIDE, None, False, None, ConsentLack.NARROWER),
        (OUTSIDE, None, False, None, None),
        (BOTH, None, False, None, None),
        ((), None, False, ConsentLack.NARROWER, ConsentLack.NARROWER),
        (BOTH, TODAY, False, None, None),
        (BOTH, TOMORROW, False, None, None),
        (BOTH, YESTERDAY, False, ConsentLack.ENDED, ConsentLack.ENDED),
        (INSIDE, YESTERDAY, False, ConsentLack.ENDED, ConsentLack.ENDED),
        (BOTH, None, True, ConsentLack.WITHDRAWN, ConsentLack.WITHDRAWN),
        (BOTH, TOMORROW, True, ConsentLack.WITHDRAWN, ConsentLack.WITHDRAWN),
        (BOTH, YESTERDAY, True, ConsentLack.WITHDRAWN, ConsentLack.WITHDRAWN),
    ],
)
def test_the_verdict_table(
    scope: tuple[ConsentScope, ...],
    until: date | None,
    withdrawn: bool,
    internal: ConsentLack | None,
    external: ConsentLack | None,
) -> None:
    jan = Person(name="Jan", scope=scope, until=until, withdrawn=withdrawn)

    for asked, lack in ((ConsentScope.INTERNAL, internal), (ConsentScope.EXTERNAL, external)):
        found = find_missing_consents([jan], asked, TODAY)
        assert [each.lack for each in found] == ([lack] if lack else [])
        assert all("Jan" in each.sentence for each in found)
    assert has_consent_lapsed(jan, TODAY) is (
        internal in (ConsentLack.ENDED, ConsentLack.WITHDRAWN)
    )


def test_of_several_people_each_has_to_agree() -> None:
    people = [Person(name="Jan"), Person(name="Li", until=YESTERDAY), Person(name="Mo")]

    [found] = find_missing_consents(people, ConsentScope.INTERNAL, TODAY)
    assert found.sentence == "Li's consent ended on 2026-11-22"
    assert find_missing_consents([], ConsentScope.INTERNAL, TODAY)[0].lack is ConsentLack.UNKNOWN


def test_only_what_goes_outside_asks_for_more() -> None:
    assert choose_consent_scope(Audience.EXTERNAL) is ConsentScope.EXTERNAL
    inside = {choose_consent_scope(each) for each in Audience if each is not Audience.EXTERNAL}
    assert inside == {ConsentScope.INTERNAL}
