"""The simulation behind the page on scale agrees with what queueing theory knows."""

from __future__ import annotations

from statistics import fmean

import pytest

from compound_pipelines.site.capacity import HOUR, Costs, Setup, Station, setups, simulated, slow
from compound_pipelines.site.scale import scale_page


@pytest.mark.parametrize("busy", [0.3, 0.7])
def test_one_server_makes_documents_wait_as_long_as_theory_says(busy: float) -> None:
    """The mean wait of M/D/1 is busy × seconds / (2 × (1 - busy)) (Pollaczek and Khinchine)."""
    station = Station("one", 1, 10.0)
    took = simulated([station], busy * station.most, 100_000)
    assert fmean(took) == pytest.approx(10 + busy * 10 / (2 * (1 - busy)), rel=0.05)


def test_servers_enough_let_nobody_wait() -> None:
    assert simulated([Station("many", 1_000, 5.0), Station("then", 1_000, 2.0)], 3_600, 500) == pytest.approx(
        [7.0] * 500
    )


def test_documents_go_through_stations_in_a_row_and_each_has_its_own_queue() -> None:
    fast, slower = Station("fast", 1, 1.0), Station("slow", 1, 9.0)
    both = fmean(simulated([fast, slower], 300, 20_000))
    assert both == pytest.approx(1 + fmean(simulated([slower], 300, 20_000)), rel=0.1)


def test_the_same_seed_gives_the_same_times() -> None:
    station = [Station("one", 2, 3.0)]
    assert simulated(station, 1_000, 100, seed=1) == simulated(station, 1_000, 100, seed=1)
    assert simulated(station, 1_000, 100, seed=1) != simulated(station, 1_000, 100, seed=2)


def test_the_station_that_is_full_first_is_the_bound() -> None:
    setup = Setup("two", (Station("cores", 4, 8.0), Station("server", 1, 3.0)))
    assert (setup.bound.name, setup.bound.most) == ("server", 1_200.0)
    assert slow(setup, 1_300) is None


def test_there_are_as_many_cores_as_keep_them_busy_and_no_more() -> None:
    setup = Setup("one", (Station("cores", 1, 7.0),))
    assert setup.sized(HOUR).stations[0].servers == 10
    assert setup.sized(1.0).stations[0].servers == 1


def test_tasks_that_are_too_small_are_paid_for_by_the_server() -> None:
    by_name = {setup.name: setup for setup in setups(Costs(page=0.1, nodes=50), cores=16)}
    assert by_name["100 documents a flow run, a task a node"].bound.name == "Prefect's server"
    assert by_name["100 documents a flow run, a task a document"].bound.name != "Prefect's server"


def test_the_page_shows_the_figures_of_the_simulation() -> None:
    text = scale_page().text
    for setup in setups(Costs()):
        assert f"| {setup.name} | {setup.bound.most:,.0f} | {setup.bound.name} |" in text
