"""Internal budgets that are laid out or worded otherwise: what must come out is the same."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from municompare.documents import load_document
from municompare.errors import MunicompareError
from municompare.model.plan import PlanRecord
from municompare.plans.consistency import check_plan
from municompare.readers.linkoping import LinkopingReader

TEXT = (Path(__file__).parent / "data" / "linkoping-internbudget.md").read_text("utf-8")
OWN = TEXT[TEXT.index("# Internbudget 2031") :]
PAPERS = TEXT[: len(TEXT) - len(OWN)]
LOANS = "Antal lån ska öka. <i>Basvärde 2030 = 500 lån</i>"


def _read(folder: Path, text: str) -> PlanRecord:
    path = folder / "internbudget.md"
    path.write_text(text, encoding="utf-8")
    plan = LinkopingReader().read(load_document(path))
    assert len(check_plan(plan)) == 0
    return plan


def _changed(*pairs: tuple[str, str], text: str = OWN) -> str:
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new)
    return text


def _values(plan: PlanRecord) -> list[tuple[object, ...]]:
    return [
        (m.indicator, m.period, m.role, m.subgroup, m.value, m.comparator, m.status)
        for m in plan.measurements
    ]


def _amounts(plan: PlanRecord) -> list[tuple[object, ...]]:
    return [
        (c.document, c.line, c.line_kind, c.year, c.amount_kind, c.value, c.unit)
        for c in plan.budget
    ]


def _codes(plan: PlanRecord) -> list[str]:
    return sorted(issue.code for issue in plan.issues)


def _message(plan: PlanRecord, code: str) -> str:
    return next(issue.message for issue in plan.issues if issue.code == code)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Målvärde 2031", "Mål 2031"),
        ("Målvärde 2031", "Måltal för 2031"),
        ("Målvärde 2031", "Målsättning år 2031"),
        ("Målvärde 2031", "2031 (mål)"),
        ("Målvärde 2031", "2031 målnivå"),
        ("\t2030\tMålvärde", "\tNuläge 2030\tMålvärde"),
        ("\t2030\tMålvärde", "\tUtfall år 2030\tMålvärde"),
        ("Nämndmål\tNämndindikator", "Mål\tIndikator"),
        ("Nämndmål\tNämndindikator", "Nämndens mål\tNämndens indikatorer"),
        ("Nämndmål\tNämndindikator", "Kulturnämndens mål\tNyckeltal"),
        ("\t\tKvinnor\t", "\t\tvarav kvinnor\t"),
        ("\t\tKvinnor\t", "\t\t- Kvinnor:\t"),
        ("\n\n\t\tKvinnor", "\n\n12\n\n\t\tKvinnor"),
        ("\n\n\t\tKvinnor", "\n\n---\n\nSida 3 (16)\n\n\t\tKvinnor"),
    ],
)
def test_other_words_and_page_breaks_change_no_value(tmp_path: Path, old: str, new: str) -> None:
    plan, changed = _read(tmp_path, OWN), _read(tmp_path, _changed((old, new)))
    assert _values(changed) == _values(plan)
    assert _codes(changed) == _codes(plan)


def test_an_unknown_column_is_left_out_and_reported(tmp_path: Path) -> None:
    plan = _read(tmp_path, _changed(("\t2030\tMålvärde", "\tPrognos 2030\tMålvärde")))
    assert "MC332" in _codes(plan)
    assert not [m for m in plan.measurements if m.role == "observed"]


def test_empty_columns_at_the_end_are_nothing(tmp_path: Path) -> None:
    widened = re.sub(r"(?m)^(.*\t.*)$", r"\1\t", TEXT)
    plan, changed = _read(tmp_path, TEXT), _read(tmp_path, widened)
    assert _values(changed) == _values(plan)
    assert _amounts(changed) == _amounts(plan)
    assert _codes(changed) == _codes(plan)


@pytest.mark.parametrize("mark", ["\\*\\*\\*\\*", "†", "²"])
def test_other_footnote_marks_are_marks(tmp_path: Path, mark: str) -> None:
    text = _changed(("läsa.**", f"läsa.{mark}"), ("\\*\\* Gäller", f"{mark} Gäller"))
    notes = [n for n in _read(tmp_path, text).notes if n.text == "Gäller hela kommunen."]
    [plain] = [n for n in _read(tmp_path, OWN).notes if n.text == "Gäller hela kommunen."]
    assert [(n.marker, n.element) for n in notes] == [(mark.replace("\\", ""), plain.element)]


def test_papers_behind_the_internal_budget_are_parts_as_in_front(tmp_path: Path) -> None:
    plan, turned = _read(tmp_path, TEXT), _read(tmp_path, f"{OWN}\n{PAPERS}")
    assert (turned.status, turned.period) == ("adopted", plan.period)
    found = {(d.id, d.role, d.status, d.part_of) for d in turned.documents}
    assert found == {(d.id, d.role, d.status, d.part_of) for d in plan.documents}
    assert sorted(map(str, _amounts(turned))) == sorted(map(str, _amounts(plan)))
    assert {g.id for g in turned.goals} == {g.id for g in plan.goals}


def test_goal_areas_and_facts_are_the_internal_budgets_own(tmp_path: Path) -> None:
    paper = (
        "## § 9 Annat\n\n### Målområde Luft\n\n- Ren luft\n\nBudgeten beslutas av nämnden i maj.\n"
    )
    plan = _read(tmp_path, f"{OWN}\n{paper}")
    assert {g.id for g in plan.goals} == {g.id for g in _read(tmp_path, OWN).goals}
    assert [d.title for d in plan.documents if d.role == "part"] == ["§ 9 Annat"]
    assert "MC301" not in _codes(plan)


@pytest.mark.parametrize(
    ("title", "period", "organisation"),
    [
        ("# Internbudget för 2031\n\nKulturnämnden", "2031", "Kulturnämnden"),
        ("# Internbudget år 2031\n\nKulturnämnden", "2031", "Kulturnämnden"),
        ("# Internbudget 2031-2033\n\nKulturnämnden", "2031/2033", "Kulturnämnden"),
        ("# Internbudget 2031 (reviderad)\n\nKulturnämnden", "2031", "Kulturnämnden"),
        ("# Reviderad internbudget 2031\n\nKulturnämnden", "2031", "Kulturnämnden"),
        ("**Internbudget 2031 och plan för 2032–2033**\n\nKulturnämnden", "2031/2033",
         "Kulturnämnden"),
        ("# Internbudget 2031\n\nKulturnämnden, Linköpings kommun", "2031", "Kulturnämnden"),
        ("# Internbudget 2031\n\nKulturnämnden 2030-10-08", "2031", "Kulturnämnden"),
        ("# Kultur- och fritidsnämndens internbudget 2031", "2031", "Kultur- och fritidsnämnden"),
    ],
)  # fmt: skip
def test_the_title_has_several_forms(
    tmp_path: Path, title: str, period: str, organisation: str
) -> None:
    text = _changed(("# Internbudget 2031 med plan 2032-2033\n\nKulturnämnden", title), text=TEXT)
    plan = _read(tmp_path, text)
    assert (plan.period, plan.organisation, plan.status) == (period, organisation, "adopted")


def test_a_title_without_committee_or_a_mere_mention_is_none(tmp_path: Path) -> None:
    for old, new in (
        ("\n\nKulturnämnden\n", "\n\nEn text.\n"),
        ("# Internbudget 2031 med plan 2032-2033", "Internbudget 2031 är klar"),
    ):
        with pytest.raises(MunicompareError) as caught:
            _read(tmp_path, _changed((old, new)))
        assert [issue.code for issue in caught.value.report] == ["MC320"]


@pytest.mark.parametrize(
    "pairs",
    [
        (("Budget 2031\tPlan 2032\tPlan 2033", "2031\t2032\t2033"),),
        (("Budget 2031\tPlan 2032\tPlan 2033", "2031 Budget\t2032 Plan\t2033 Plan"),),
        (("Budget 2031\tPlan", "Internbudget 2031\tPlan"), ("Plan 2032", "Flerårsplan 2032")),
        (("Budget 2031\tPlan 2032\tPlan 2033", "Budget 2031 (tkr)\tPlan 2032 tkr\tPlan 2033"),
         ("Nettokostnad Belopp tkr", "Nettokostnad")),
    ],
)  # fmt: skip
def test_year_columns_are_headed_in_several_ways(
    tmp_path: Path, pairs: tuple[tuple[str, str], ...]
) -> None:
    plan, changed = _read(tmp_path, OWN), _read(tmp_path, _changed(*pairs))
    assert _amounts(changed) == _amounts(plan)
    assert _codes(changed) == _codes(plan)


def test_a_bare_year_before_the_budget_is_left_out(tmp_path: Path) -> None:
    text = _changed(("Budget 2031\tPlan 2032\tPlan 2033", "2030\t2031\t2033"))
    plan = _read(tmp_path, text)
    running = {c.year for c in plan.budget if c.line == "Biblioteken"}
    assert running == {"2031", "2033"}
    assert "MC332" in _codes(plan)
    earlier = _read(tmp_path, text.replace("2031\t2033", "2029\t2028"))
    assert not [c for c in earlier.budget if c.line == "Biblioteken"]


@pytest.mark.parametrize("words", ["Avvikelse budget 2032", "Differens 2032", "Förändring 2032"])
def test_differences_are_no_budget(tmp_path: Path, words: str) -> None:
    plan = _read(tmp_path, _changed(("Plan 2032\t", f"{words}\t")))
    assert not [c for c in plan.budget if c.year == "2032" and c.line == "Biblioteken"]
    assert "MC332" in _codes(plan)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Bokslut 2029", "outcome"),
        ("Utfall 2029", "outcome"),
        ("Budgetutfall 2029", "outcome"),
        ("Prognos 2030", "forecast"),
        ("Helårsprognos 2030", "forecast"),
    ],
)
def test_what_was_spent_or_is_expected_is_kept_apart(tmp_path: Path, words: str, kind: str) -> None:
    plan = _read(tmp_path, _changed(("Budget 2031\tPlan 2032", f"Budget 2031\t{words}")))
    assert {c.amount_kind for c in plan.budget if c.year == words[-4:]} == {kind}
    assert "MC332" not in _codes(plan)


def test_a_frame_that_was_spent_is_no_frame_of_the_year(tmp_path: Path) -> None:
    text = _changed(("Budget 2031\tPlan 2032", "Budget 2031\tUtfall 2031"))
    assert "MC344" not in _codes(_read(tmp_path, text))


def test_outcomes_alone_make_no_budget(tmp_path: Path) -> None:
    table = "\n\nMått\tUtfall 2029\tUtfall 2030\nLån\t1\t2\n"
    plan = _read(tmp_path, OWN + table)
    assert "MC345" in _codes(plan)
    assert not [c for c in plan.budget if c.line == "Lån"]


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("Summa nämndens internbudget", "Nettokostnad", "sum"),
        ("Summa nämndens internbudget", "S:a nettokostnad", "sum"),
        ("Summa nämndens internbudget", "Nämnden totalt", "sum"),
        ("varav intäkter", "- varav intäkter", "of_which_income"),
        ("varav kostnader", "Därav kostnader", "of_which_cost"),
        ("Budgetram enligt beslut i KF", "Tilldelad ram enligt beslut i KF", "frame"),
        ("Budgetram enligt beslut i KF", "Kommunfullmäktiges budgetram", "frame"),
        ("Biblioteken", "Kulturprogram och bibliotek", "cost"),
    ],
)
def test_lines_are_known_by_other_words_too(tmp_path: Path, old: str, new: str, kind: str) -> None:
    plan = _read(tmp_path, _changed((old, new)))
    assert {c.line_kind for c in plan.budget if c.line.startswith(new)} == {kind}
    assert "MC341" not in _codes(plan)


def test_headings_that_only_group_the_lines_do_not_part_a_sum(tmp_path: Path) -> None:
    plan = _read(tmp_path, _changed(("\nMuseer och", "\nUtställningar\t\t\t\nMuseer och")))
    assert "MC341" not in _codes(plan)


def test_a_sum_is_not_checked_where_an_amount_cannot_be_read(tmp_path: Path) -> None:
    plan = _read(tmp_path, _changed(("Biblioteken\t1 100", "Biblioteken\t(1 100)")))
    assert _codes(plan) == sorted([*_codes(_read(tmp_path, OWN)), "MC207"])


def test_a_wrong_sum_is_told_with_all_its_digits(tmp_path: Path) -> None:
    plan = _read(tmp_path, _changed(("Biblioteken\t1 100", "Biblioteken\t1 234 567,5")))
    assert "= 1234967.5, printed 1 500" in _message(plan, "MC341")


def test_columns_with_the_same_heading_are_checked_apart(tmp_path: Path) -> None:
    plan = _read(tmp_path, _changed(("Plan 2033", "Plan 2032"), ("förslag 2033", "förslag 2032")))
    assert "MC341" not in _codes(plan)


@pytest.mark.parametrize(
    ("printed", "agrees"),
    [("1 500 tkr", True), ("1,5 mnkr", True), ("1 500 400 kr", True), ("1,7 mnkr", False)],
)
def test_frames_are_compared_over_units_to_the_last_printed_digit(
    tmp_path: Path, printed: str, agrees: bool
) -> None:
    text = f"{OWN}\n\n## Kommentar\n\nKulturnämndens ram för 2031 är {printed}.\n"
    assert ("MC344" in _codes(_read(tmp_path, text))) is not agrees


def test_a_change_in_a_name_is_another_statement_than_the_level_of_the_cell(
    tmp_path: Path,
) -> None:
    name = "Antal besökare på museer ska vara minst 80 under 2031 och minst 90 under 2032"
    text = _changed((name, "Antal besökare på museer ska öka med 15 under 2031"))
    plan = _read(tmp_path, text)
    [indicator] = [i for i in plan.indicators if i.name.startswith("Antal besökare")]
    wanted = [
        (m.period, m.comparator, m.value, m.target_form)
        for m in plan.measurements
        if m.indicator == indicator.id and m.role == "target"
    ]
    assert wanted == [
        ("2031", "change_by", 15, "change"),
        ("2031", "=", 80, "level"),
        ("2032", "=", 90, "level"),
        ("2033", "=", 95, "level"),
    ]


@pytest.mark.parametrize(
    ("name", "unit", "raw"),
    [
        ("Andelen nöjda, procent", "percent", "procent"),
        ("Andel nöjda (procent)", "percent", "procent"),
        ("Kostnad per besök (tkr)", "kSEK", "tkr"),
        ("Nettokostnad, mnkr", "MSEK", "mnkr"),
        ("Kostnad per besök i kronor", "SEK", "kronor"),
        ("Väntetid (dagar)", "day", "dagar"),
        ("Kötid i veckor", "week", "veckor"),
        ("Resultat i år", None, None),
        ("Nöjd besökare (NKI)", None, None),
        ("Antal ungdomar 16-24 år", None, "ungdomar"),
    ],
)
def test_a_unit_may_be_set_apart_in_the_name(
    tmp_path: Path, name: str, unit: str | None, raw: str | None
) -> None:
    plan = _read(tmp_path, _changed((LOANS, name)))
    [indicator] = [i for i in plan.indicators if i.name == name]
    assert (indicator.unit, indicator.unit_raw) == (unit, raw)


@pytest.mark.parametrize("name", ["***", "12 34"])
def test_a_cell_without_letters_is_no_name(tmp_path: Path, name: str) -> None:
    with pytest.raises(MunicompareError) as caught:
        _read(tmp_path, _changed(("Antal besökare på museer ska vara minst 80 under 2031 och minst "
                                  "90 under 2032", name)))  # fmt: skip
    assert [issue.code for issue in caught.value.report] == ["MC321"]


def test_a_mark_alone_is_no_goal(tmp_path: Path) -> None:
    plan = _read(tmp_path, _changed(("- Hållbar budget", "- ***\n- Hållbar budget")))
    assert {g.id for g in plan.goals} == {g.id for g in _read(tmp_path, OWN).goals}


def test_a_budget_table_without_title_is_called_by_its_header(tmp_path: Path) -> None:
    plan = _read(tmp_path, "Verksamhet\tTkr\nFest\t5\n\nEn text.\n\n" + OWN)
    [cell] = [c for c in plan.budget if c.line == "Fest"]
    assert (cell.table_title, cell.table, cell.value) == ("Verksamhet", "verksamhet", 5)


BANDS = (
    "Målområde\tNämndmål\tNämndindikator\t2030\tMålvärde 2031\n"
    "Medborgare\n"
    "\tFler ska läsa.\n"
    "\t\tAntal lån\t500\t510\n"
    "\tÖppet för alla\t\t\t\n"
    "Ekonomi\tBudget i balans\tAvvikelse från budget, i %\t+1,5 %\t0\n"
)


def _with_table(table: str) -> str:
    start = OWN.index("Målområde\tNämndmål")
    return OWN[:start] + table + OWN[OWN.index("\n\\* Talen") :]


def test_areas_and_goals_may_have_rows_of_their_own(tmp_path: Path) -> None:
    plan = _read(tmp_path, _with_table(BANDS))
    own = [(g.title, g.perspective) for g in plan.goals if "/c" in g.locator]
    assert own == [
        ("Fler ska läsa.", "Medborgare"),
        ("Öppet för alla", "Medborgare"),
        ("Budget i balans", "Ekonomi"),
    ]
    titles = {goal.id: goal.title for goal in plan.goals}
    table = [(i.name, titles[i.goal or ""]) for i in plan.indicators if i.origin == "table"]
    assert table == [
        ("Antal lån", "Fler ska läsa."),
        ("Avvikelse från budget, i %", "Budget i balans"),
    ]
    assert "MC333" not in _codes(plan)


def test_the_plus_of_a_deviation_is_no_change(tmp_path: Path) -> None:
    plan = _read(tmp_path, _with_table(BANDS))
    [value] = [m for m in plan.measurements if m.raw == "+1,5 %"]
    assert (value.value, value.comparator, value.unit) == (1.5, "=", "percent")


def test_a_target_below_nothing_is_a_change_of_a_number(tmp_path: Path) -> None:
    plan = _read(tmp_path, _with_table(BANDS.replace("500\t510", "500\t-5 %")))
    [value] = [m for m in plan.measurements if m.raw == "-5 %"]
    assert (value.value, value.comparator, value.unit) == (-5, "change_by_percent", "percent")


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("K: 61 M: 58", [("women", 61), ("men", 58)]),
        ("60 (kv 61, m 58)", [(None, 60), ("women", 61), ("men", 58)]),
        ("M: 58 Ö: 3", [("M", 58), ("Ö", 3)]),
    ],
)
def test_abbreviated_groups_are_women_and_men_beside_each_other(
    tmp_path: Path, cell: str, expected: list[tuple[str | None, float]]
) -> None:
    plan = _read(tmp_path, _with_table(BANDS.replace("\t500\t", f"\t{cell}\t")))
    found = [
        (m.subgroup, m.value)
        for m in plan.measurements
        if m.period == "2030" and m.indicator.endswith("antal-lan")
    ]
    assert found == expected


@pytest.mark.parametrize(("names", "cell"), [("kvinnor/män", "61/x"), ("Alla", "61/58")])
def test_a_stroke_without_two_figures_for_two_groups_is_not_read(
    tmp_path: Path, names: str, cell: str
) -> None:
    table = BANDS.replace("Antal lån\t500", f"Nöjda ({names})\t{cell}")
    [value] = [m for m in _read(tmp_path, _with_table(table)).measurements if m.raw == cell]
    assert (value.value, value.subgroup) == (None, None)


def test_numbered_and_bold_headings_are_headings(tmp_path: Path) -> None:
    plain = _read(tmp_path, OWN)
    numbered = _read(
        tmp_path,
        _changed(
            ("## Inledning", "## 1. Inledning"),
            ("### Målområde Medborgare", "### 1.1 Målområde Medborgare"),
            ("### Målområde Ekonomi", "**Målområde Ekonomi**"),
            ("## Mål\n", "## 2 Mål\n"),
        ),
    )
    assert [(g.id, g.parent) for g in numbered.goals] == [(g.id, g.parent) for g in plain.goals]
    assert [(g.description) for g in numbered.goals] == [g.description for g in plain.goals]
    assert _values(numbered) == _values(plain)


def test_goals_of_the_committee_may_be_a_list(tmp_path: Path) -> None:
    text = _changed(
        ("- Hållbar budget\n", "- Hållbar budget\n\n#### Nämndmål\n\n- Köpa klokt*\n- Köpa klokt\n")
    )
    plan = _read(tmp_path, text)
    [goal] = [g for g in plan.goals if g.title == "Köpa klokt"]
    [council] = [g for g in plan.goals if g.title == "Hållbar budget"]
    assert (goal.perspective, goal.parent) == ("Ekonomi", council.parent)
    assert goal.level != council.level


def test_a_line_without_cells_inside_a_budget_table_is_a_label(tmp_path: Path) -> None:
    lines = ("Biblioteken\t1 100\t1 110\t1 120", "Verksamhet\nBiblioteken\t1 100\t1 110\t1 120")
    plan, changed = _read(tmp_path, OWN), _read(tmp_path, _changed(lines))
    assert _amounts(changed) == _amounts(plan)
