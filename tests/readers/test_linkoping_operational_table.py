"""The indicator table of an operational plan: which figure is whose, in which column it stands."""

from __future__ import annotations

import pytest

from municompare.model.elements import Measurement
from municompare.model.plan import PlanRecord

from .linkoping_operational_plans import changed, read, values

ROW = "Nöjd medarbetarindex 71 72 74 75 76"
SHARE = "Andel nöjda besökare - 81% 85% 87% 90%"


def with_row(row: str, *, instead: str = ROW) -> PlanRecord:
    """The invented plan with another row of the table."""
    page = "table" if instead == SHARE else "rest_of_the_table"
    return read(changed(**{page: f"{instead}=>{row}"}))


def shown(found: list[Measurement]) -> list[tuple[str | None, float | None, str, str]]:
    """Period, value, certainty and what is printed, of each value."""
    return [(v.period, v.value, v.certainty, str(v.raw)) for v in found]


def places(plan: PlanRecord, code: str) -> list[str | None]:
    return [r.text for issue in plan.issues if issue.code == code for r in issue.readings]


class TestCells:
    def test_a_row_with_a_cell_for_every_column_is_certain(self):
        plan = with_row(ROW)
        assert [v.certainty for v in values(plan, "Nöjd")] == ["certain"] * 5
        assert [v.role for v in values(plan, "Nöjd")] == ["observed"] * 2 + ["target"] * 3

    @pytest.mark.parametrize(
        ("figures", "read_as"),
        [
            ("2 996 3 130 2 800 2 700 2 600", [2996, 3130, 2800, 2700, 2600]),
            ("1 384 1 387 1 150 850 800", [1384, 1387, 1150, 850, 800]),
            ("107 111 112 113 114", [107, 111, 112, 113, 114]),
            ("999 1 001 1 003 1 100 1 200", [999, 1001, 1003, 1100, 1200]),
            ("12 345 12 999 13 000 13 500 14 000", [12345, 12999, 13000, 13500, 14000]),
            ("4,8 5.5 6 7 -0,5", [4.8, 5.5, 6, 7, -0.5]),
            ("1 234,5 1 234,6 1 235 1 236 1 237", [1234.5, 1234.6, 1235, 1236, 1237]),
        ],
    )
    def test_groups_of_digits_are_joined_so_that_the_row_is_full(self, figures, read_as):
        plan = with_row(f"Antal visningar {figures}")
        found = values(plan, "Antal visningar")
        assert [v.value for v in found] == read_as
        assert {v.certainty for v in found} == {"certain"}

    @pytest.mark.parametrize(
        ("figures", "read_as"),
        [("42 161", [42161]), ("51 171 53 223", [51171, 53223]), ("1 003", [1003])],
    )
    def test_groups_that_are_far_apart_by_themselves_are_one_number(self, figures, read_as):
        plan = with_row(f"Totalt belopp {figures}")
        found = values(plan, "Totalt belopp")
        assert [v.value for v in found] == read_as
        assert {v.certainty for v in found} == {"ambiguous"}

    def test_digits_that_may_be_one_number_or_two_are_no_value(self):
        plan = with_row("Totalt belopp 364 336 Ska öka")
        found = values(plan, "Totalt belopp")
        assert [(v.value, v.status, v.raw) for v in found] == [
            (None, "undetermined", "364 336"),
            (None, "directional", "Ska öka"),
        ]
        assert {v.certainty for v in found} == {"ambiguous"}
        assert "364 336" in places(plan, "MC207")

    def test_a_base_value_tells_of_which_order_the_values_are(self):
        plan = with_row("Antal möten ska öka. Basvärde 2030 = 251 257 251 Ska öka")
        found = [v for v in values(plan, "Antal möten") if v.role == "observed"]
        assert [v.value for v in found] == [257, 251]

    def test_a_share_has_no_thousands(self):
        plan = with_row("Andel svar, i % 83 103 99")
        assert [v.value for v in values(plan, "Andel svar")] == [83, 103, 99]

    def test_a_dash_glued_to_the_figure_before_it_is_a_cell_of_its_own(self):
        found = values(read(), "Antal barn i kulturskolan")
        assert [(v.role, v.period, v.value) for v in found] == [
            ("baseline", "2030", 2250),
            ("observed", "2029", None),
            ("observed", "2030", 2250),
            ("target", "2031", None),
            ("target", "2032", None),
            ("target", "2033", None),
        ]

    def test_a_figure_glued_to_a_target_of_the_name_is_the_first_cell(self):
        plan = with_row(
            "Antal platser ska vara minst 677-477 677 700 777 under 2031 och minst 777 under 2033."
        )
        found = values(plan, "Antal platser")
        assert found[0].status == "not_reported"
        assert [v.value for v in found[1:]] == [477, 677, 700, 777]
        assert [(v.comparator, v.comparator_basis) for v in found[2:]] == [
            (">=", "name"),
            ("=", "cell"),
            (">=", "name"),
        ]

    def test_a_part_of_a_year_beside_a_figure_is_its_period(self):
        plan = with_row("Andel heltid, i % 87,9 88,3, tertial 1 88,6 89 90")
        assert shown(values(plan, "Andel heltid"))[1] == (
            "2030-01/2030-04",
            88.3,
            "certain",
            "88,3, tertial 1",
        )
        assert values(plan, "Andel heltid")[1].period_raw == "tertial 1"

    @pytest.mark.parametrize(
        ("part", "period"),
        [("kvartal 2", "2030-04/2030-06"), ("halvår 1", "2030-01/2030-06"), ("kvartal 7", "2030"),
         ("delår 2", "2030-05/2030-08")],
    )  # fmt: skip
    def test_parts_of_a_year_are_known_by_their_words(self, part, period):
        plan = with_row(f"Andel heltid, i % 87,9 88,3 ({part}) 88,6 89 90")
        assert values(plan, "Andel heltid")[1].period == period

    def test_several_figures_with_labels_are_one_cell(self):
        plan = with_row("Antal som slutar - 4 arbete 2 studier Ska öka Ska öka Ska öka")
        row = next(row for row in plan.indicators if row.name == "Antal som slutar")
        found = [v for v in plan.measurements if v.indicator == row.id]
        assert [(v.subgroup, v.period, v.value, v.raw) for v in found[1:3]] == [
            ("arbete", "2030", 4, "4 arbete"),
            ("studier", "2030", 2, "2 studier"),
        ]

    def test_labelled_values_after_the_next_name_go_back_to_their_cell(self):
        plan = with_row(
            "Antal per miljon kronor AB: 2,1 Ska öka Ska öka Ska öka Lokalernas andel CD: 0,3 "
            "11% 12% 13% 14% 15%"
        )
        row = next(row for row in plan.indicators if row.name == "Antal per miljon kronor")
        found = [v for v in plan.measurements if v.indicator == row.id]
        assert [(v.subgroup, v.period, v.value, v.certainty) for v in found[:2]] == [
            ("AB", "[2029,2030]", 2.1, "ambiguous"),
            ("CD", "[2029,2030]", 0.3, "ambiguous"),
        ]
        assert [v.value for v in values(plan, "Lokalernas")] == [11, 12, 13, 14, 15]

    @pytest.mark.parametrize("label", ["AB: 0,3", ""])
    def test_labelled_values_that_fit_nowhere_else_stay_in_their_row(self, label):
        plan = with_row(
            "Antal per miljon kronor AB: 2,1 Ska öka Ska öka Ska öka Lokalernas andel "
            f"{label or 'CD: 1'}"
        )
        row = next(row for row in plan.indicators if row.name == "Lokalernas andel")
        own = [v for v in plan.measurements if v.indicator == row.id]
        assert bool(own) == bool(label)

    def test_a_direction_after_a_full_row_goes_to_the_row_that_lacks_it(self):
        plan = with_row(
            "Lokalernas andel 11% Ska inte öka Ska inte öka Trohet, i % Saknas Saknas 90% 95% "
            "96% Ska inte öka"
        )
        assert shown(values(plan, "Lokalernas")) == [
            ("[2029,2030]", 11, "ambiguous", "11%"),
            ("2031", None, "certain", "Ska inte öka"),
            ("2032", None, "certain", "Ska inte öka"),
            ("2033", None, "probable", "Ska inte öka"),
        ]
        assert [v.certainty for v in values(plan, "Trohet")] == ["certain"] * 5

    def test_rows_whose_figures_are_mixed_take_those_of_their_kind(self):
        plan = with_row(
            "Andel positiva svar Väntetid i antal dagar Bemötandet ska vara likvärdigt 21 dagar "
            "86% 87% 88% 88% 89% Vissa skillnader 19 dagar Vissa skillnader 15 dagar 10 dagar 5 "
            "dagar Inga skillnader Inga skillnader Inga skillnader"
        )
        assert [v.value for v in values(plan, "Andel positiva")] == [86, 87, 88, 88, 89]
        assert [v.value for v in values(plan, "Väntetid")] == [21, 19, 15, 10, 5]
        assert [v.raw for v in values(plan, "Bemötandet")] == [
            "Vissa skillnader",
            "Vissa skillnader",
            "Inga skillnader",
            "Inga skillnader",
            "Inga skillnader",
        ]
        mixed = values(plan, "Väntetid") + values(plan, "Bemötandet")
        assert {v.certainty for v in mixed} == {"probable"}
        assert "21 dagar" in places(plan, "MC372")

    @pytest.mark.parametrize(
        "row",
        [
            # both names state the kind, two that state none, more than the columns
            "Andel snabba Andel trygga 1% 2% 3% 4% 5% 6 7 8 9 10",
            "Kvalitet Trygghet 1% 2% 3% 4% 5% 6 dagar 7 dagar 8 dagar 9 dagar 10 dagar",
            "Kvalitet 1 2 3 4 5 6 7",
        ],
    )
    def test_figures_that_fit_in_no_row_are_an_issue_and_no_value(self, row):
        plan = with_row(row)
        table = {r.id for r in plan.indicators if r.name in row}
        assert table
        assert not [v for v in plan.measurements if v.indicator in table]
        assert places(plan, "MC321")

    def test_words_that_stand_in_a_table_once_are_no_value(self):
        plan = with_row("Kvaliteten Bra 3 4 5 6 7")
        assert [row.name for row in plan.indicators if "Bra" in row.name] == ["Bra"]

    def test_directions_of_one_word_are_values(self):
        plan = with_row("Kvalitet i mötet 3 4 Öka Öka Öka")
        assert [v.comparator for v in values(plan, "Kvalitet")[2:]] == ["increase"] * 3

    def test_a_dash_after_letters_says_what_they_stand_for(self):
        plan = with_row("HME - Hållbart engagemang 71 72 74 75 76")
        assert [row.name for row in plan.indicators if "HME" in row.name] == [
            "HME - Hållbart engagemang"
        ]

    def test_a_row_that_shows_nothing_but_a_dash_has_one_cell(self):
        plan = with_row("Antal avgångar -")
        assert [v.status for v in values(plan, "Antal avgångar")] == ["not_reported"]

    def test_an_indicator_without_any_figure_is_there_without_values(self):
        plan = with_row("Antal avgångar Nöjd medarbetarindex 71 72 74 75 76")
        assert not values(plan, "Antal avgångar")
        assert len(values(plan, "Nöjd")) == 5

    def test_a_name_goes_on_over_a_capital_letter(self):
        plan = with_row("Andel som läser Svenska för invandrare 71% 72% 74% 75% 76%")
        assert len(values(plan, "Andel som läser Svenska för invandrare")) == 5

    def test_a_name_that_a_page_break_parts_is_whole(self):
        pages = changed(rest_of_the_table="Nöjd medarbetarindex 71=>Nöjd medarbetarindex för 71")
        pages["last"] = "alla chefer."
        pages["rest of the table"] = pages["rest of the table"].replace(
            " * Avser nettokostnader.", ""
        ).replace("i %*", "i %")  # fmt: skip
        row = next(row for row in read(pages).indicators if row.name.startswith("Nöjd"))
        assert row.name == "Nöjd medarbetarindex för alla chefer."
        assert row.locator.endswith("+L9:c1")

    def test_a_header_that_the_next_page_repeats_is_no_row(self):
        header = (
            "Målområde Kommunövergripande mål Nämndmål Nämndindikator 2029 2030 Målvärde 2031 "
            "Målvärde 2032 Målvärde 2033 "
        )
        pages = changed(
            rest_of_the_table=f"Ekonomi Ekonomi i fokus=>{header}Ekonomi Ekonomi i fokus"
        )
        plan = read(pages)
        assert [row.name for row in plan.indicators] == [row.name for row in read().indicators]

    def test_words_between_the_labels_of_the_header_are_a_goal(self):
        plan = read(changed(table="Kommunövergripande mål Nämndmål=>Kommunövergripande mål Trygg "
                                  "kommun Nämndmål"))  # fmt: skip
        [row] = [row for row in plan.goals if row.title == "Trygg kommun"]
        assert (row.perspective, row.parent_certainty) == ("Samhälle", "probable")

    def test_a_row_of_very_many_figures_is_refused_in_no_time(self):
        plan = with_row("Antal möten " + "100 " * 60)
        assert len(places(plan, "MC321")) == 1

    def test_a_percent_sign_may_stand_apart(self):
        found = values(with_row("Resultat i mötet 1 % 2 % 3 % 4 % 5 %"), "Resultat")
        assert [(v.value, v.unit) for v in found] == [(v, "percent") for v in (1, 2, 3, 4, 5)]

    def test_a_figure_before_a_comma_is_part_of_a_name(self):
        plan = with_row("Antal möten i grupp 1, 2 och fler 9 8 7 6 5")
        assert len(values(plan, "Antal möten i grupp 1, 2 och fler")) == 5

    def test_a_year_that_a_name_goes_on_from_is_part_of_it(self):
        plan = with_row("Antal möten jämfört med läget 2019 i kommunen 9 8 7 6 5")
        assert len(values(plan, "Antal möten jämfört med läget 2019 i kommunen")) == 5

    def test_figures_behind_the_words_of_a_subgroup_are_left_out(self):
        plan = with_row("Frånvaro (%) 5 5 5 5 5 Män 3 4 i snitt 6 6")
        assert places(plan, "MC321") == ["6 6"]

    def test_a_bound_and_a_missing_value_are_no_total_between_subgroups(self):
        plan = with_row("Frånvaro (%) 5 5 minst 5 Saknas 5 Kvinnor 4 6 6 6 Män 4 4 4 4")
        assert {v.certainty for v in values(plan, "Frånvaro", subgroup="women")} == {"ambiguous"}

    def test_digits_that_may_be_of_two_rows_or_of_larger_numbers_are_of_none(self):
        plan = with_row("Antal resor Antal lån 812 790 820 840 830 305 299 310 315 320")
        assert not values(plan, "Antal resor")
        assert not values(plan, "Antal lån")
        assert places(plan, "MC321") == ["812 790 820 840 830 305 299 310 315 320"]

    @pytest.mark.parametrize(
        "name", ["Antal i åldern 13-20 år", "Antal per 1 000 invånare", "Antal 65 år och äldre"]
    )
    def test_figures_that_a_name_goes_on_from_are_its_own(self, name):
        found = values(with_row(f"{name} 9 8 7 6 5"), name)
        assert [(v.value, v.certainty) for v in found] == [(v, "certain") for v in (9, 8, 7, 6, 5)]

    @pytest.mark.parametrize(
        ("cells", "expected"),
        [
            ("± 0 ± 0 0 0 0", [0, 0, 0, 0, 0]),
            ("4 5 max 6 max 7 Högst 8", [4, 5, 6, 7, 8]),
            ("4 - minst 6 7 8", [4, None, 6, 7, 8]),
            ("Ja Nej Nej Ja Ja", [None] * 5),
            ("4 5 Oförändrat 6 7", [4, 5, None, 6, 7]),
            ("4 5 Ska bibehållas Bättre än 2030 Mycket god", [4, 5, None, None, None]),
        ],
    )
    def test_bounds_signs_and_words_are_cells_of_their_own(self, cells, expected):
        found = values(with_row(f"Kvalitet i mötet {cells}"), "Kvalitet")
        assert [v.value for v in found] == expected

    def test_directions_that_fit_in_no_row_are_left_out(self):
        plan = with_row("Trohet, i % Saknas Saknas 90% 95% 96% Ska öka")
        assert places(plan, "MC321") == ["Saknas Saknas 90% 95% 96% Ska öka"]

    def test_kinds_that_no_name_states_are_not_shared_out(self):
        plan = with_row(
            "Kvalitet Trygghet Närhet 1% 2% 3% 4% 5% 6 dagar 7 dagar 8 dagar 9 dagar 10 dagar "
            "1 2 3 4 5"
        )
        assert len(places(plan, "MC321")) == 1

    def test_an_indicator_of_a_table_without_committee_goals_hangs_on_nothing(self):
        pages = {name: page for name, page in changed().items() if name != "rest of the table"}
        pages["table"] = pages["table"].partition(" Samhälle ")[0] + (
            " Samhälle Attraktiv kommun Antal möten 9 8 7 6 5"
        )
        [row] = [row for row in read(pages).indicators if row.origin == "table"]
        assert (row.goal, row.element, row.element_certainty) == (None, None, None)

    def test_bounds_and_intervals_beside_other_figures_are_cells(self):
        plan = with_row("Andel svar 75% 70-74% minst 80% Minst 85% över 1 000")
        assert [(v.comparator, v.value, v.value_upper) for v in values(plan, "Andel svar")] == [
            ("=", 75, None),
            ("=", 70, 74),
            (">=", 80, None),
            (">=", 85, None),
            (">", 1000, None),
        ]

    def test_words_for_a_new_measure_are_a_cell(self):
        plan = with_row("Andel svar - Ny indikator 80% 81% 82%")
        assert [v.raw for v in values(plan, "Andel svar")] == [
            "-",
            "Ny indikator",
            "80%",
            "81%",
            "82%",
        ]


class TestColumns:
    def test_a_row_with_empty_cells_names_all_columns_that_may_be_meant(self):
        plan = with_row("Nöjd medarbetarindex 71 72 74 75")
        assert shown(values(plan, "Nöjd")) == [
            ("[2029,2030]", 71, "ambiguous", "71"),
            ("[2030,2031]", 72, "ambiguous", "72"),
            ("[2031,2032]", 74, "ambiguous", "74"),
            ("[2032,2033]", 75, "ambiguous", "75"),
        ]
        assert places(plan, "MC371")[-4:] == ["71", "72", "74", "75"]

    def test_nothing_is_put_into_a_cell_that_left_no_trace(self):
        assert len(values(with_row("Nöjd medarbetarindex 71"), "Nöjd")) == 1

    def test_a_direction_stands_in_a_column_of_targets(self):
        plan = with_row("Nöjd medarbetarindex 71 Ska öka Ska öka Ska öka")
        assert shown(values(plan, "Nöjd"))[1:] == [
            ("2031", None, "certain", "Ska öka"),
            ("2032", None, "certain", "Ska öka"),
            ("2033", None, "certain", "Ska öka"),
        ]

    def test_a_value_equal_to_the_base_value_of_a_year_is_of_that_year(self):
        plan = with_row("Antal möten ska öka. Basvärde 2030 = 182 182 Ska öka Ska öka Ska öka")
        observed = [v for v in values(plan, "Antal möten") if v.role == "observed"]
        assert shown(observed) == [("2030", 182, "probable", "182")]

    def test_a_value_equal_to_a_target_of_the_name_is_of_that_year(self):
        plan = with_row("Antal möten ska vara minst 20 under 2032 15 16 20 25")
        found = values(plan, "Antal möten")
        assert [(v.period, v.value) for v in found if v.certainty == "probable"] == [
            ("2032", 20),
            ("2033", 25),
        ]

    def test_a_total_between_its_subgroups_leaves_one_way_to_place_them(self):
        plan = with_row("Frånvaro (%) 5,5 6,8 5,5 5,3 5,2 Män 3,4 3,3 3,3 3,2 Kvinnor 6,1 6,2 6 6")
        for subgroup in ("men", "women"):
            found = values(plan, "Frånvaro", subgroup=subgroup)
            assert [v.period for v in found] == ["2029", "2031", "2032", "2033"]
            assert {v.certainty for v in found} == {"probable"}

    def test_a_total_that_fits_in_several_ways_decides_nothing(self):
        plan = with_row("Frånvaro (%) 5 5 5 5 5 Män 3 3 3 3 Kvinnor 6 6 6 6")
        found = values(plan, "Frånvaro", subgroup="men")
        assert {v.certainty for v in found} == {"ambiguous"}

    def test_a_total_of_counts_is_the_sum_of_its_subgroups(self):
        plan = with_row("Antal spelare 30 50 40 41 42 Flickor 10 20 21 22 Pojkar 20 20 20 20")
        found = values(plan, "Antal spelare", subgroup="Flickor")
        assert [v.period for v in found] == ["2029", "2031", "2032", "2033"]

    @pytest.mark.parametrize(
        "parts",
        [
            "Män 3,4 3,3 Kvinnor 6,1 6,2 6",  # not equally many
            "Män 3,4 3,3 3,3 Ska minska Kvinnor 6,1 6,2 6 Ska minska",  # no numbers
            "Män 9 9 9 9 Kvinnor 9 9 9 9",  # none fits
        ],
    )
    def test_subgroups_that_no_rule_places_are_ambiguous(self, parts):
        plan = with_row(f"Frånvaro (%) 5,5 6,8 5,5 5,3 5,2 {parts}")
        found = values(plan, "Frånvaro", subgroup="men")
        assert found
        assert "ambiguous" in {v.certainty for v in found}

    def test_surplus_figures_of_the_last_subgroup_are_the_row_of_the_whole(self):
        plan = with_row("Chefsomsättning, i % Män 4,9 Kvinnor 6,3 6 6 5,5 5 5")
        assert [v.value for v in values(plan, "Chefsomsättning")] == [6, 6, 5.5, 5, 5]
        assert {v.certainty for v in values(plan, "Chefsomsättning")} == {"probable"}
        assert [v.value for v in values(plan, "Chefsomsättning", subgroup="women")] == [6.3]

    def test_surplus_figures_of_a_subgroup_beside_a_filled_row_are_left_out(self):
        plan = with_row("Frånvaro (%) 5 5 5 5 5 Män 3 3 3 3 3 3")
        assert not values(plan, "Frånvaro", subgroup="men")
        assert places(plan, "MC321") == ["3 3 3 3 3 3"]

    def test_labels_of_subgroups_without_values_are_reported(self):
        assert places(read(), "MC379") == ["Kvinnor", "Män"]

    def test_figures_before_the_first_name_are_left_out(self):
        plan = read(changed(table="Målvärde 2033 Samhälle=>Målvärde 2033 1 2 Samhälle"))
        assert places(plan, "MC321") == ["1 2"]

    def test_a_label_before_the_first_name_is_left_out(self):
        plan = read(changed(table="Målvärde 2033 Samhälle=>Målvärde 2033 Män 1 2 Samhälle"))
        assert places(plan, "MC321") == ["1 2"]


class TestNames:
    def test_figures_of_names_and_cells_that_differ_are_reported(self):
        plan = with_row("Antal möten ska öka. Basvärde 2030 = 99 personer - 98 97 96 95")
        assert places(plan, "MC336") == ["99 personer", "98"]

    def test_a_base_value_of_thousands_keeps_its_group(self):
        plan = with_row("Antal möten ska öka. Basvärde 2030 = 2 250 2 100 2 250 2 300 2 400 2 500")
        found = values(plan, "Antal möten")
        assert [v.value for v in found] == [2250, 2100, 2250, 2300, 2400, 2500]

    def test_a_target_of_thousands_keeps_its_group(self):
        plan = with_row("Antal möten ska vara minst 1 221 under 2031. 900 950 1 221 1 300 1 400")
        assert [v.value for v in values(plan, "Antal möten")] == [900, 950, 1221, 1300, 1400]

    def test_a_missing_base_value_after_the_figures_belongs_to_the_name(self):
        plan = with_row("Antal möten ska öka. - - Ska öka Ska öka Ska öka Basvärde saknas!")
        row = next(row for row in plan.indicators if row.name.startswith("Antal möten"))
        assert row.name == "Antal möten ska öka. Basvärde saknas!"
        assert values(plan, "Antal möten")[0].role == "baseline"

    def test_figures_in_a_name_are_no_cells(self):
        plan = with_row("Antal över 80 år (av 1 000) i årskurs 9, aktuell > 2 år. 1 2 3 4 5")
        assert [v.value for v in values(plan, "Antal över 80")] == [1, 2, 3, 4, 5]

    def test_marks_of_footnotes_are_notes_of_what_carries_them(self):
        plan = with_row(f"{ROW}*")
        elements = {str(note.element).rpartition("/")[2] for note in plan.notes}
        assert elements == {
            "avvikelse-budget",
            "nojd-medarbetarindex.2033.target.verksamhetsplan",
        }
        assert {(note.marker, note.text) for note in plan.notes} == {("*", "Avser nettokostnader.")}

    def test_a_mark_without_footnote_and_a_footnote_without_mark_are_reported(self):
        plan = read(changed(rest_of_the_table="* Avser=>** Avser"))
        assert [str(text)[:9] for text in places(plan, "MC335")] == ["Avvikelse", "Avser net"]

    def test_a_footnote_that_forbids_comparing_is_told(self):
        plan = read(changed(rest_of_the_table="Avser nettokostnader=>Talen är inte jämförbara"))
        row = next(row for row in plan.indicators if row.name.startswith("Avvikelse"))
        assert row.aggregation == "forbidden"

    def test_a_number_before_a_goal_is_no_value(self):
        plan = with_row(f"{ROW} 4 Trygga möten Antal möten 9 8 7 6 5")
        assert len(values(plan, "Nöjd")) == 5
        assert next(row.number for row in plan.goals if row.title == "Trygga möten") == "4"

    def test_a_value_equal_to_the_next_goals_number_stays_a_value(self):
        plan = read(changed(table="41 200 42 350 43 000 44 000 45 000=>5 4 3 2 2"))
        assert [v.value for v in values(plan, "Antal besök")] == [5, 4, 3, 2, 2]
