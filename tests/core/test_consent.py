"""Who agreed to be shown, where and until when."""

from __future__ import annotations

from datetime import date

import pytest

from egv.core.clip_file import Person, Scope
from egv.core.consent import Lack, is_over, missing_consents, scope_of
from egv.core.recipe_parts import Audience

TODAY = date(2026, 11, 23)
YESTERDAY, TOMORROW = date(2026, 11, 22), date(2026, 11, 24)
INSIDE, OUTSIDE = (Scope.INTERNAL,), (Scope.EXTERNAL,)
BOTH = (*INSIDE, *OUTSIDE)


@pytest.mark.parametrize(
    ("scope", "until", "withdrawn", "internal", "external"),
    [
        (INSIDE, None, False, None, Lack.NARROWER),
        (OUTSIDE, None, False, None, None),
        (BOTH, None, False, None, None),
        ((), None, False, Lack.NARROWER, Lack.NARROWER),
        (BOTH, TODAY, False, None, None),
        (BOTH, TOMORROW, False, None, None),
        (BOTH, YESTERDAY, False, Lack.ENDED, Lack.ENDED),
        (INSIDE, YESTERDAY, False, Lack.ENDED, Lack.ENDED),
        (BOTH, None, True, Lack.WITHDRAWN, Lack.WITHDRAWN),
        (BOTH, TOMORROW, True, Lack.WITHDRAWN, Lack.WITHDRAWN),
        (BOTH, YESTERDAY, True, Lack.WITHDRAWN, Lack.WITHDRAWN),
    ],
)
def test_the_verdict_table(
    scope: tuple[Scope, ...],
    until: date | None,
    withdrawn: bool,
    internal: Lack | None,
    external: Lack | None,
) -> None:
    jan = Person(name="Jan", scope=scope, until=until, withdrawn=withdrawn)

    for asked, lack in ((Scope.INTERNAL, internal), (Scope.EXTERNAL, external)):
        found = missing_consents([jan], asked, TODAY)
        assert [each.lack for each in found] == ([lack] if lack else [])
        assert all("Jan" in each.words for each in found)
    assert is_over(jan, TODAY) is (internal in (Lack.ENDED, Lack.WITHDRAWN))


def test_of_several_people_each_has_to_agree() -> None:
    people = [Person(name="Jan"), Person(name="Li", until=YESTERDAY), Person(name="Mo")]

    [found] = missing_consents(people, Scope.INTERNAL, TODAY)
    assert found.words == "Li's consent ended on 2026-11-22"
    assert missing_consents([], Scope.INTERNAL, TODAY)[0].lack is Lack.UNKNOWN


def test_only_what_goes_outside_asks_for_more() -> None:
    assert scope_of(Audience.EXTERNAL) is Scope.EXTERNAL
    inside = {scope_of(each) for each in Audience if each is not Audience.EXTERNAL}
    assert inside == {Scope.INTERNAL}
