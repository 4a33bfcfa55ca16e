"""What 全店 reads of a shop takes time in proportion to its roles and people, measured in steps as in test_growth."""

from collections.abc import Callable

import pytest

from benchmarks.shop import fill
from rolesmith.shop.duties import Duties, duties
from rolesmith.shop.duty_rows import people_load, shown
from rolesmith.store.store import Store
from tests.conftest import SHOP
from tests.test_growth import GROWTH, steps

ROLES = 8
READ: dict[str, Callable[[Duties], object]] = {
    "coverage": lambda found: shown(found, "nobody", people=False, most=20),
    "coverage by people": lambda found: shown(found, "all", people=True, most=20),
    "loads": people_load,
}


@pytest.mark.parametrize("what", READ)
def test_what_the_shop_reads_grows_with_its_roles_and_people(what: str, store: Store) -> None:
    taken = []
    for more in (ROLES, 3 * ROLES):
        fill(store, SHOP, more, more // 2)
        READ[what](duties(store, SHOP))  # each role is read once, as long as nobody writes in it
        taken.append(steps(lambda: READ[what](duties(store, SHOP))))
    assert len(duties(store, SHOP).team.people) == 2 * ROLES
    assert taken[1] <= GROWTH * taken[0], taken
