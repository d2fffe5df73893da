"""The budget tables of an internal budget of another committee and other years."""

from __future__ import annotations

from pathlib import Path

import pytest

from municompare.documents import SourceDocument, load_document
from municompare.errors import Issue
from municompare.model.plan import PlanRecord
from municompare.readers.linkoping import LinkopingReader

TEXT = (Path(__file__).parent / "data" / "linkoping-internbudget.md").read_text("utf-8")
OWN = TEXT[TEXT.index("# Internbudget 2031") :]


def _document(folder: Path, text: str) -> SourceDocument:
    path = folder / "internbudget.md"
    path.write_text(text, encoding="utf-8")
    return load_document(path)


def _read(folder: Path, text: str) -> PlanRecord:
    return LinkopingReader().read(_document(folder, text))


def _changed(old: str, new: str, *, count: int = 1, text: str = TEXT) -> str:
    assert text.count(old) >= count, old
    return text.replace(old, new, count)


def _issues(plan: PlanRecord, code: str) -> list[Issue]:
    return [issue for issue in plan.issues if issue.code == code]


def _places(plan: PlanRecord, code: str) -> list[str | None]:
    return [reading.text for issue in _issues(plan, code) for reading in issue.readings]


@pytest.fixture
def plan(tmp_path: Path) -> PlanRecord:
    return _read(tmp_path, TEXT)


def test_budget_lines_have_kinds_years_and_amounts(plan: PlanRecord) -> None:
    table = [row for row in plan.budget if row.table == "kulturnamndens-internbudget"]
    assert [(row.line_kind, row.year, row.amount_kind, row.value) for row in table[::3][:6]] == [
        ("cost", "2031", "budget", 900),
        ("cost", "2031", "budget", 400),
        ("sum", "2031", "budget", 1300),
        ("of_which_income", "2031", "budget", -200),
        ("of_which_cost", "2031", "budget", 1500),
        ("frame", "2031", "budget", 1300),
    ]
    assert {row.unit for row in plan.budget if row.value is not None} == {"kSEK"}
    assert table[0].decided_on == "2030-10-08"
    assert table[15].decided_on == "2030-06-11"
    assert table[0].document.endswith("missiv")


def test_lines_of_a_list_are_adjustments_of_the_stated_year(plan: PlanRecord) -> None:
    table = [row for row in plan.budget if row.table == "beskrivning-forandringar"]
    assert [(row.line_kind, row.value, row.decided_on) for row in table] == [
        ("adjustment", 300, None),
        ("sum", 300, "2030-05-03"),
        ("adjustment", -60, "2030-06-09"),
        ("adjustment", -40, "2030-06-09"),
        ("sum", -100, "2030-06-09"),
    ]
    assert {(row.year, row.amount_kind) for row in table} == {("2031", "adjustment")}
    assert table[0].table_title == "Beskrivning av förändringar"


def test_a_list_without_a_stated_year_has_none(tmp_path: Path) -> None:
    text = _changed("internbudget 2031:\n", "internbudget:\n")
    plan = _read(tmp_path, text)
    assert {row.year for row in plan.budget if row.table == "beskrivning-forandringar"} == {None}


def test_a_plain_list_of_amounts_is_a_budget(tmp_path: Path) -> None:
    text = TEXT + "\n## Bidrag\n\nVerksamhet\tTkr\nFöreningar\t15\nTeater\t+ 5\nSumma\t20\n"
    table = [row for row in _read(tmp_path, text).budget if row.table == "bidrag"]
    assert [(row.line_kind, row.value, row.amount_kind) for row in table] == [
        ("cost", 15, "budget"),
        ("cost", 5, "budget"),
        ("sum", 20, "budget"),
    ]


def test_investments_have_their_own_kinds(plan: PlanRecord) -> None:
    table = [row for row in plan.budget if row.table == "investeringar" and row.year == "2033"]
    assert [(row.line_kind, row.value, row.status) for row in table] == [
        ("investment", None, "empty"),
        ("sum", 0, "reported"),
        ("frame", 0, "reported"),
        ("adjustment", 0, "reported"),
        ("frame", 0, "reported"),
    ]
    assert {row.amount_kind for row in table} == {"proposal"}


def test_a_frame_of_running_text_is_a_row(plan: PlanRecord) -> None:
    (frame,) = [row for row in plan.budget if row.table == "text"]
    assert (frame.value, frame.year, frame.unit, frame.raw) == (1500, "2031", "kSEK", "1 500 tkr")
    assert frame.locator == "L7:c43"
    assert frame.document.endswith("protokoll")


@pytest.mark.parametrize(
    ("sentence", "value", "decided_on"),
    [
        ("KF beslutade i maj 2030. Nämnden fick då 700 tkr i ram för 2031.", 700, "2030-05"),
        ("Nämnden fick då 700 tkr i ram för 2031.", 700, None),
        ("Den 3 maj 2030 fick nämnden en ram på 1,5 mnkr för 2031.", 1.5, "2030-05-03"),
        ("Ram för 2031 är 1,2,3 tkr.", None, None),
    ],
)
def test_frames_are_found_in_several_forms(
    tmp_path: Path, sentence: str, value: float | None, decided_on: str | None
) -> None:
    text = _changed("## Investeringar\n", f"{sentence}\n\n## Investeringar\n")
    frames = [row for row in _read(tmp_path, text).budget if row.table == "text"]
    assert (frames[-1].value, frames[-1].decided_on) == (value, decided_on)
    assert frames[-1].status == ("undetermined" if value is None else "reported")


def test_a_sum_of_money_for_a_programme_is_no_frame(tmp_path: Path) -> None:
    sentence = "Nämnden ger 9 tkr i program för 2031."
    text = _changed("## Investeringar\n", f"{sentence}\n\n## Investeringar\n")
    assert len([row for row in _read(tmp_path, text).budget if row.table == "text"]) == 1


def test_a_frame_of_text_that_no_table_prints_is_reported(tmp_path: Path) -> None:
    plan = _read(tmp_path, _changed("är 1 500 tkr", "är 1 501 tkr"))
    (issue,) = _issues(plan, "MC344")
    assert [r.text for r in issue.readings][:2] == ["1 501 tkr", "1 300"]


def test_two_amounts_of_one_decision_are_reported_with_all_readings(tmp_path: Path) -> None:
    sentence = "Fullmäktige beslutade i juni 2030. Nämnden fick då 1 290 tkr i ram för 2031."
    text = _changed("## Investeringar\n", f"{sentence}\n\n## Investeringar\n")
    (issue,) = _issues(_read(tmp_path, text), "MC344")
    assert [reading.text for reading in issue.readings] == ["1 300", "1 300", "1 290 tkr"]


def test_a_table_printed_again_points_to_the_first(plan: PlanRecord) -> None:
    repeated = [row for row in plan.budget if row.repeats]
    assert len(repeated) == 18
    assert {row.table for row in repeated} == {"kulturnamndens-internbudget"}
    assert all(str(row.repeats).endswith(".missiv") for row in repeated)
    assert {issue.code for issue in plan.issues} == {"MC333", "MC337"}


def test_another_amount_where_a_table_is_printed_again_is_an_error(tmp_path: Path) -> None:
    changed = _changed("varav intäkter\t- 200", "varav intäkter\t- 201", text=OWN)
    plan = _read(tmp_path, TEXT.replace(OWN, changed))
    (issue,) = _issues(plan, "MC342")
    assert issue.severity == "error"
    assert [reading.text for reading in issue.readings] == ["- 200", "- 201"]
    assert len(_places(plan, "MC341")) == 3  # income, cost and sum
    assert len([row for row in plan.budget if row.repeats]) == 18


def test_another_spelling_where_a_table_is_printed_again_is_reported(tmp_path: Path) -> None:
    plan = _read(tmp_path, _changed("Museer och  konst", "Museerna och konst"))
    (issue,) = _issues(plan, "MC343")
    assert issue.severity == "info"
    assert [(reading.text, reading.locator) for reading in issue.readings] == [
        ("Museer och konst", "L42/c1"),
        ("Museerna och konst", "L101/c1"),
    ]


def test_tables_of_different_dates_are_not_the_same(tmp_path: Path) -> None:
    later = OWN.replace("internbudget 2030-10-08", "internbudget 2031-01-15")
    assert not [row for row in _read(tmp_path, TEXT.replace(OWN, later)).budget if row.repeats]


def test_each_of_two_frames_of_a_table_counts(tmp_path: Path) -> None:
    second = "Budgetram enligt beslut i KF den 3 mars 2031\t1 500\t1 510\t1 520\n"
    text = _changed("1 500\t1 510\t1 520\n\n## Kult", f"1 500\t1 510\t1 520\n{second}\n## Kult")
    plan = _read(tmp_path, _changed("är 1 500 tkr", "är 1 300 tkr", text=text))
    frames = [row for row in plan.budget if row.table == "driftsammandrag" and row.year == "2033"]
    assert [row.line_kind for row in frames][-2:] == ["frame", "frame"]
    assert not _issues(plan, "MC344")


def test_a_sum_that_does_not_agree_is_an_error_with_all_readings(tmp_path: Path) -> None:
    plan = _read(tmp_path, _changed("Museet\t- 40", "Museet\t- 45"))
    (issue,) = _issues(plan, "MC341")
    assert issue.severity == "error"
    assert [reading.text for reading in issue.readings] == ["- 60", "- 45", "- 100"]
    assert "printed - 100" in issue.message


def test_an_amount_that_cannot_be_read_is_left_out_and_reported(tmp_path: Path) -> None:
    plan = _read(tmp_path, _changed("Biblioteken\t1 100", "Biblioteken\tca 1 100 tkr?"))
    row = next(row for row in plan.budget if row.raw == "ca 1 100 tkr?")
    assert (row.value, row.status, row.unit) == (None, "undetermined", None)
    assert _places(plan, "MC207") == ["ca 1 100 tkr?"]


def test_marks_of_budget_lines_amounts_and_titles_are_notes(tmp_path: Path) -> None:
    text = TEXT + (
        "\n## Bidrag\n\nStöd***\t\nVerksamhet\tTkr\nFöreningar**\t15\nTeater*\t5*\n\n"
        "\\* Ett.\n\n\\*\\* Två.\n\n\\*\\*\\* Tre.\n"
    )
    plan = _read(tmp_path, text)
    notes = [note for note in plan.notes if note.text in ("Ett.", "Två.", "Tre.")]
    assert sorted((note.marker or "", note.element is None) for note in notes) == [
        ("*", False),
        ("*", False),
        ("**", False),
        ("***", True),
    ]


def test_a_mark_on_a_section_without_sum_is_about_its_lines(tmp_path: Path) -> None:
    text = TEXT + "\n## Bidrag\n\nVerksamhet\tTkr\nStöd*\t\nFöreningar\t15\nTeater\t5\n\n\\* Ett.\n"
    plan = _read(tmp_path, text)
    notes = [note for note in plan.notes if note.text == "Ett."]
    assert [str(note.element).split(".")[1] for note in notes] == ["foreningar", "teater"]


def test_a_budget_table_without_unit_has_none(tmp_path: Path) -> None:
    text = _changed("Nettokostnad Belopp tkr\tBudget", "Nettokostnad\tBudget")
    text = _changed("Biblioteken\t1 100", "Biblioteken\t1 100 tkr", text=text)
    plan = _read(tmp_path, text)
    table = [row for row in plan.budget if row.table == "driftsammandrag"]
    assert [row.unit for row in table[:2]] == ["kSEK", None]
    assert any("Nettokostnad" in str(place) for place in _places(plan, "MC337"))


def test_a_budget_table_goes_on_after_a_page_break_but_not_with_signatures(tmp_path: Path) -> None:
    text = _changed("1 120\nMuseer och konst\t400", "1 120\n\nMuseer och konst\t400")
    text += "\nOrdförandens signatur\tJusterarens signatur\t\t\n-----\t-----\t----\t--\n"
    plan = _read(tmp_path, text)
    assert len(plan.budget) == 69
    assert not _issues(plan, "MC341")


def test_two_tables_of_one_title_have_different_keys(tmp_path: Path) -> None:
    table = OWN[OWN.index("Nettokostnad Belopp") : OWN.index("## Kulturnämndens")]
    plan = _read(tmp_path, _changed("\n## Kulturnämndens", f"\nÅter:\n\n{table}## Kulturnämndens"))
    keys = {row.table for row in plan.budget}
    assert {"driftsammandrag", "driftsammandrag-2"} <= keys
