"""Variations of an agreement: what is odd, what is missing, what is broken."""

from __future__ import annotations

from pathlib import Path

import pytest

from municompare.documents import SourceDocument, load_document
from municompare.errors import MunicompareError
from municompare.model.plan import PlanRecord
from municompare.plans.consistency import check_plan
from municompare.readers.silkeborg import SilkeborgReader

TEXT = (Path(__file__).parent / "data" / "silkeborg-ungecentret-2019.md").read_text("utf-8")
FRONT = TEXT[: TEXT.index("4. Mål for")]
GOALS = TEXT[len(FRONT) :]


def _document(folder: Path, text: str, name: str = "aftale.md") -> SourceDocument:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return load_document(path)


def _read(folder: Path, text: str, name: str = "aftale.md") -> PlanRecord:
    return SilkeborgReader().read(_document(folder, text, name))


def _codes(plan: PlanRecord) -> set[str]:
    return {issue.code for issue in plan.issues}


def _problems(folder: Path, text: str) -> list[tuple[str, str]]:
    with pytest.raises(MunicompareError) as caught:
        _read(folder, text)
    return [(issue.code, issue.readings[0].locator or "") for issue in caught.value.report]


@pytest.mark.parametrize(
    ("words", "status", "document_status", "day"),
    [
        ("Aftalen er underskrevet den 3. marts 2019.", "adopted", "decided", "2019-03-03"),
        ("Aftalen er indgået i marts 2019.", "adopted", "decided", None),
        ("Intet.", "unknown", "unknown", None),
    ],
)
def test_only_a_printed_conclusion_makes_a_plan_adopted(
    tmp_path: Path, words: str, status: str, document_status: str, day: str | None
) -> None:
    plan = _read(tmp_path, f"{FRONT}{GOALS}6. Underskrifter\n{words}\n")
    document = plan.documents[0]
    assert (plan.status, document.status, document.decided_on) == (status, document_status, day)
    assert ("MC356" in _codes(plan)) == (status == "unknown")


def test_a_draft_is_a_proposal(tmp_path: Path) -> None:
    plan = _read(tmp_path, f"UDKAST\n{FRONT}{GOALS}")
    assert (plan.status, plan.documents[0].status) == ("proposal", "proposed")


def test_the_masked_of_two_titles_is_taken(tmp_path: Path) -> None:
    masked = "Aftale mellem Ungecentret og Afdelingschef Xxxx X. Xxxxxxxx\n"
    title, _, rest = TEXT.partition("\n")
    plan = _read(tmp_path, f"{title}\n{masked}{rest}")
    assert plan.title == masked.strip()
    assert "Efternavn" not in repr(plan)
    assert {"MC354", "MC352"} <= _codes(plan)
    titles = next(i for i in plan.issues if i.code == "MC354")
    assert {r.text for r in titles.readings} == {"Aftale mellem Ungecentret og Afdelingschef"}


def test_another_institution_or_year_in_the_headings_is_reported(tmp_path: Path) -> None:
    goals = GOALS.replace("Mål for Ungecentret for", "Mål for Ungehuset for").replace(
        "Bevillingsmål 2019", "Bevillingsmål 2018"
    )
    plan = _read(tmp_path, FRONT + goals)
    issue = next(i for i in plan.issues if i.code == "MC357")
    assert [r.text for r in issue.readings] == [
        "Mål for Ungehuset for 2019",
        "Aftale mellem Ungecentret og Afdelingschef",
        "Bevillingsmål 2018",
    ]


def test_the_documents_own_statement_of_the_model_is_compared(tmp_path: Path) -> None:
    front = FRONT.replace(
        "har aftaler mellem lederne.",
        "har aftaler mellem centerlederne og den ansvarlige direktør.",
    )
    issue = next(i for i in _read(tmp_path, front + GOALS).issues if i.code == "MC301")
    assert issue.readings[0].text == "centerlederne og den ansvarlige direktør"


def test_goals_named_in_actions_are_goals(tmp_path: Path) -> None:
    bullets = (
        "På bevilling 7 bidrager Ungecentret med følgende handlinger:\n"
        "• Kurser for alle, i relation til målet - God service.\n"
        "• Nyt anlæg i relation til målet – God service\n"
        "• Noget andet\n"
    )
    goals = GOALS.replace("På bevilling 21", f"{bullets}På bevilling 21")
    plan = _read(tmp_path, FRONT + goals)
    assert [(g.title, g.perspective, g.number) for g in plan.goals[:2]] == [
        ("God service", "Bevilling 7", None),
        ("Flere elever gennemfører (ungdomsuddannelse)", "Bevilling 21", "1"),
    ]
    assert [(a.title, a.responsible) for a in plan.activities[:2]] == [
        ("Kurser for alle", "Ungecentret"),
        ("Nyt anlæg", "Ungecentret"),
    ]
    assert {(li.basis, li.certainty) for li in plan.links[:2]} == {("stated", "certain")}
    unread = [i for i in plan.issues if i.code == "MC358" and "list items" in i.message]
    assert [r.text for r in unread[0].readings] == ["Noget andet"]


def test_list_items_without_introduction_are_reported(tmp_path: Path) -> None:
    goals = GOALS.replace("Vi arbejder efter disse pejlemærker:\n", "")
    plan = _read(tmp_path, FRONT + goals)
    assert "guiding_star" not in {p.kind for p in plan.principles}
    assert [i for i in plan.issues if i.code == "MC358" and "list items" in i.message]


def test_a_remark_behind_a_goal_is_a_note(tmp_path: Path) -> None:
    remark = "(her har Ungecentret ingen opgaver)"
    goals = GOALS.replace("Mål 2: Færre unge uden plan", f"Mål 2: Færre unge uden plan {remark}")
    plan = _read(tmp_path, FRONT + goals)
    note = next(n for n in plan.notes if n.element == plan.goals[1].id)
    assert (plan.goals[1].title, note.text) == ("Færre unge uden plan", remark)
    assert "MC328" in _codes(plan)


def test_a_remark_that_denies_nothing_is_only_a_note(tmp_path: Path) -> None:
    goals = GOALS.replace("uden plan\nNye", "uden plan (målet er fælles)\nNye")
    plan = _read(tmp_path, FRONT + goals)
    assert [n.text for n in plan.notes if n.element == plan.goals[1].id] == ["(målet er fælles)"]
    assert "MC328" not in _codes(plan)


def test_goals_in_one_of_two_places_only_are_an_error(tmp_path: Path) -> None:
    goals = GOALS.replace("Mål 3: Trivsel\n", "").replace(
        "Færre unge uden plan | Sk", "Noget helt andet her | Sk"
    )
    plan = _read(tmp_path, FRONT + goals)
    issue = next(i for i in plan.issues if i.code == "MC329")
    assert issue.severity == "error"
    assert [r.text for r in issue.readings] == [
        "Nye veje til praktik",
        "Ungecentret ønsker, at unge trives, herunder i fritiden",
        "Ungecentret vil åbne nye veje til praktik",
    ]
    assert "MC322" in _codes(plan)  # 1, 2, 4
    # one goal is left in the list and one row in the table: they can only be each other
    assert plan.goals[1].description == "Noget helt andet her"
    assert plan.goals[-2].title_status == "joined"
    assert [g.number for g in plan.goals] == ["1", "2", "4", None, None]


def test_words_of_another_goal_make_the_order_doubtful(tmp_path: Path) -> None:
    listed = "Mål 3: Trivsel\nMål 4: Nye veje til praktik"
    goals = GOALS.replace(listed, "Mål 3: Nye veje til praktik\nMål 4: Trivsel")
    plan = _read(tmp_path, FRONT + goals)
    issue = next(i for i in plan.issues if i.code == "MC323")
    assert issue.severity == "error"
    doubtful = {g.id for g in plan.goals[2:]}
    assert {li.certainty for li in plan.links if li.to_id in doubtful} == {"ambiguous"}
    assert {i.element_certainty for i in plan.indicators if i.element in doubtful} == {"ambiguous"}


def test_without_a_list_the_tables_name_the_goals(tmp_path: Path) -> None:
    lines = [
        line for line in GOALS.splitlines() if not line.startswith(("Mål 1", "Mål 3", "Mål 4"))
    ]
    plan = _read(tmp_path, FRONT + "\n".join(lines))
    assert [(g.number, g.title, g.title_status, g.description) for g in plan.goals] == [
        (None, "Flere elever gennemfører (ungdomsuddannelse)", "printed", None),
        (None, "Færre unge uden plan", "printed", None),
        (None, "Ungecentret ønsker, at unge trives, herunder i fritiden", "joined", None),
        (None, "Ungecentret vil åbne nye veje til praktik", "printed", None),
    ]
    assert "MC329" not in _codes(plan)


def test_a_goal_that_states_a_figure_is_an_embedded_indicator(tmp_path: Path) -> None:
    goals = GOALS.replace("Mål 3: Trivsel", "Mål 3: Mindst 90 pct. trives i 2020")
    plan = _read(tmp_path, FRONT + goals)
    indicator = next(i for i in plan.indicators if i.origin == "goal")
    assert (indicator.element, indicator.goal) == (plan.goals[2].id, plan.goals[2].id)
    values = [m.value for m in plan.measurements if m.indicator == indicator.id]
    assert values == [90]


def test_a_figure_of_a_criterion_that_is_no_target_is_an_issue(tmp_path: Path) -> None:
    goals = GOALS.replace("Trivslen måles.", "Vi kender 7 møder.")
    plan = _read(tmp_path, FRONT + goals)
    issue = next(i for i in plan.issues if i.code == "MC208")
    assert [r.text for r in issue.readings] == ["Vi kender 7 møder."]


def test_lost_colours_make_the_responsible_unknown(tmp_path: Path) -> None:
    goals = GOALS.replace(
        "Bevillingsmål for bevilling 21",
        "Bevillingsmål for bevilling 21\n(Sort tekst er fælles. Grøn tekst er vores)",
    )
    plan = _read(tmp_path, FRONT + goals)
    assert {a.responsible for a in plan.activities} == {
        "unknown",
        "Skoleafdelingen",
        "Ungecentret",
    }
    assert [i.severity for i in plan.issues if "colour" in i.message] == ["warning"]


def test_another_municipality_is_not_recognised(tmp_path: Path) -> None:
    text = (TEXT).replace("Silkeborg", "Anden")
    found = SilkeborgReader().recognise(_document(tmp_path, text))
    assert found.score < 0.5
    assert "lacks the municipality's name" in found.reasons


def test_half_a_document_is_still_recognised(tmp_path: Path) -> None:
    assert SilkeborgReader().recognise(_document(tmp_path, TEXT[:600])).score >= 0.5


def test_all_missing_parts_are_reported_at_once(tmp_path: Path) -> None:
    assert _problems(tmp_path, "Et brev fra Silkeborg Kommune.\n") == [("MC320", ""), ("MC320", "")]
    assert _problems(tmp_path, TEXT.partition("Bevillingsmål for")[0]) == [("MC320", "")]


def test_broken_tables_are_refused_with_their_rows(tmp_path: Path) -> None:
    text = TEXT
    lines = text.splitlines()
    header = lines.index("Mål | Handlinger | Succeskriterier |") + 1
    without = "\n".join(line for line in lines if line != "Mål | Handlinger | Succeskriterier |")
    assert _problems(tmp_path, without) == [("MC331", f"L{header}")]
    cut = "\n".join([*lines[:header], *lines[header + 1 :]])
    assert _problems(tmp_path, cut) == [("MC321", f"L{header + 1}")]
    wide = text.replace("| Trivslen måles. Et udsnit |", "| Trivslen måles. Et udsnit | mere |")
    shifted = wide.replace("2. Aftaler indgås | ", "2. Aftaler indgås | | ")
    rows = shifted.splitlines()
    assert _problems(tmp_path, shifted) == [
        ("MC321", f"L{number}")
        for number, row in enumerate(rows, 1)
        if "| mere |" in row or "indgås | |" in row
    ]


def test_a_wanted_level_says_the_direction_where_its_words_do(tmp_path: Path) -> None:
    goals = GOALS.replace("Trivslen måles.", "Fraværet skal ned på 4 pct. i 2020.").replace(
        "Praktik er", "Andelen skal ned på 5 pct. i 2020 og op på 6 pct. i 2021. Praktik er"
    )
    found = {i.name[:12]: i.direction for i in _read(tmp_path, FRONT + goals).indicators}
    assert found["Fraværet ska"] == "decrease"
    assert found["Andelen skal"] is None


def test_an_agreement_without_one_of_its_lines_is_read_whole_or_refused(tmp_path: Path) -> None:
    lines = TEXT.splitlines()
    refused = 0
    for left_out in range(len(lines)):
        text = "\n".join(lines[:left_out] + lines[left_out + 1 :])
        try:
            plan = _read(tmp_path, text)
        except MunicompareError as error:
            refused += 1
            assert {issue.code for issue in error.report} <= {"MC320", "MC321", "MC331"}
        else:
            assert not check_plan(plan)
    assert 0 < refused < 10
