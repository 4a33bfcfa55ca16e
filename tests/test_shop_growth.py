"""What 全店 reads of a shop takes time in proportion to its roles and people, measured in steps as in test_growth."""

from benchmarks.shop import fill
from rolesmith.shop.duties import duties
from rolesmith.shop.duty_rows import people_load, shown
from rolesmith.shop.kpi_rows import shown as kpis
from rolesmith.shop.kpis import shop_kpis
from rolesmith.store.store import Store
from tests.conftest import SHOP
from tests.test_growth import steps

ROLES, PEOPLE = 8, 40
"""That come from each size to the next."""
EVEN = 1.05
"""Most times the steps that as much again takes, at the third size beside the second; with a square it is more."""


def test_what_the_shop_reads_grows_evenly_with_its_roles_and_people(store: Store) -> None:
    acts = {
        "coverage": lambda: shown(duties(store, SHOP), "nobody", people=False, most=20),
        "coverage by people": lambda: shown(duties(store, SHOP), "all", people=True, most=20),
        "kpis": lambda: kpis(shop_kpis(store, SHOP), "2026-11", name="all", post="", sort="score", most=20),
        "loads": lambda: people_load(duties(store, SHOP)),
    }
    taken: dict[str, list[int]] = {name: [] for name in acts}
    for _ in range(3):
        fill(store, SHOP, ROLES, PEOPLE)
        for name, act in acts.items():
            act()  # each role is read once, as long as nobody writes in it
            taken[name].append(steps(act))
    for name, (first, second, third) in taken.items():
        assert third - second <= EVEN * (second - first), f"{name}: {taken[name]}"
