"""The reader on the real verksamhetsplan, checked by hand against its lines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest

from municompare.documents import SourceDocument, load_document
from municompare.model.plan import PlanRecord
from municompare.model.quantity import Locator
from municompare.readers.norrkoping import NorrkopingReader

FILE = "norrkoping-verksamhetsplan-2016.txt"
FIRST_LINE = 206


@pytest.fixture(scope="module")
def source(shared_documents: Path) -> SourceDocument:
    return load_document(shared_documents / FILE)


@pytest.fixture(scope="module")
def plan(source: SourceDocument) -> PlanRecord:
    return NorrkopingReader().read(source)


def rows(plan: PlanRecord) -> Iterator[tuple[str, dict[str, Any]]]:
    for table, content in vars_of(plan).items():
        if isinstance(content, tuple) and table != "issues":
            for row in content:
                yield table, asdict(row)


def vars_of(plan: PlanRecord) -> dict[str, Any]:
    return {name: getattr(plan, name) for name in plan.__slots__}


@pytest.mark.shared
def test_only_its_own_family_is_recognised(shared_documents: Path) -> None:
    scores = {
        path.name: NorrkopingReader().recognise(load_document(path)).score
        for path in shared_documents.iterdir()
        if path.suffix in (".md", ".txt")
    }
    assert scores.pop(FILE) == 1
    assert max(scores.values()) < 0.5


@pytest.mark.shared
def test_the_plan_is_that_of_the_title_page(plan: PlanRecord) -> None:
    assert plan.key == "norrkoping-2016"
    assert plan.title == "Arbetsmarknadskontorets verksamhetsplan 2016"
    assert (plan.organisation, plan.period, plan.status) == (
        "Arbetsmarknadskontoret",
        "2016",
        "adopted",
    )
    own = plan.documents[0]
    assert (own.decided_on, own.decided_by) == (
        "2016-04-13",
        "arbetsmarknadskontorets förvaltningschef",
    )
    assert own.locator == "L206:c1"
    assert [(d.title, d.kind, d.period, d.issuer) for d in plan.documents[1:]] == [
        ("vuxenutbildningens verksamhetsplan för 2016", "verksamhetsplan", "2016",
         "vuxenutbildningen"),
        ("arbetsmarknads- och vuxenutbildningsnämndens uppdragsplan för 2016", "uppdragsplan",
         "2016", "arbetsmarknads- och vuxenutbildningsnämnden"),
        ("arbetsgivaruppdrag", "arbetsgivaruppdrag", None, None),
        ("internkontrollsplan", "internkontrollsplan", None, None),
        ("aktivitetsplan", "aktivitetsplan", None, None),
        ("Blå tråden", "diskussionsunderlag", None, None),
        ("Arbetsgivarens plan 2014-2016 för likabehandling", "plan", "2014/2016", None),
        ("socialtjänstlagen", "lag", None, None),
        ("ärvdabalken", "lag", None, None),
        ("skollagen", "lag", None, None),
        ("vuxenutbildningsförordningen", "förordning", None, None),
        ("lokal överenskommelse", "överenskommelse", None, None),
        ("tidigare överenskommelse", "överenskommelse", None, None),
    ]  # fmt: skip


@pytest.mark.shared
def test_goals_and_areas_have_number_chapter_and_line(plan: PlanRecord) -> None:
    printed = [
        (g.kind, g.number, (g.perspective or "").split(" ")[0], g.locator.split(":")[0])
        for g in plan.goals
        if g.title is not None
    ]
    area = "development_area"
    assert printed == [
        ("goal", "2", "3", "L222"),
        ("goal", "3", "3", "L222"),
        (area, "2", "4", "L224"),
        (area, "3", "3", "L224"),
        (area, "4", "6", "L224"),
        (area, "5", "8", "L226"),
        (area, "6", "7", "L226"),
        (area, "7", "7", "L226"),
        (area, "8", "9", "L226"),
        (area, "9", "5", "L226"),
    ]
    assert {g.title_status for g in plan.goals if g.title} == {"printed"}
    assert plan.goals[1].title == "Ungdomar ska klara sin egen försörjning."
    fifth = plan.goals[5]
    assert fifth.description is not None
    assert fifth.description.startswith("Anställda inom")
    assert fifth.description.endswith("läggning och ålder.")


@pytest.mark.shared
def test_numbers_left_to_others_have_no_text(plan: PlanRecord) -> None:
    absent = [(g.kind, g.number, g.description) for g in plan.goals if g.title is None]
    assert absent == [
        ("goal", "1", None),
        ("goal", "4", None),
        ("goal", "5", None),
        ("development_area", "1", None),
    ]
    assert plan.excludes == "mål 1, 4 och 5 samt utvecklingsområde 1"


@pytest.mark.shared
def test_every_section_of_the_treating_chapters_is_an_activity(plan: PlanRecord) -> None:
    parts = {link.from_id for link in plan.links if link.relation == "part_of"}
    sections = [a for a in plan.activities if a.id not in parts]
    chapters = [str(a.perspective).split(" ")[0] for a in sections]
    counts = {number: chapters.count(number) for number in dict.fromkeys(chapters)}
    # section 8.4 is the employer's assignment
    assert counts == {"3": 6, "4": 1, "5": 1, "6": 3, "7": 6, "8": 4, "9": 1}
    assert sections[4].title == (
        "Nya arbetsmarknadsinsatser för ungdomar Utbildningskontrakt och Traineejobb i välfärden"
    )
    assert sections[19].title == "Utvecklingsområden inom medarbetarskap"


@pytest.mark.shared
def test_values_are_those_of_the_lines(plan: PlanRecord) -> None:
    names = {i.id: i.name for i in plan.indicators}
    found = [
        (names[m.indicator][:22], m.role, m.period, m.comparator, m.value, m.unit, m.locator)
        for m in plan.measurements
    ]
    assert found == [
        ("andelen barn i ekonomi", "target", None, "decrease", None, None, "L222:c219"),
        ("andelen barnfamiljer", "target", "2015", "increase", None, None, "L222:c385"),
        ("andelen ungdomshushåll", "target", "2015", "increase", None, None, "L222:c551"),
        ("andelen ansökningar av", "target", None, "increase", None, None, "L246:c264"),
        ("antalet hushåll med lå", "target", None, "decrease", None, None, "L226:c1142"),
        ("anställning", "target", None, "=", 12.0, "month", "L232:c446"),
        ("deltagarplatser", "observed", "2013", "=", 30.0, "place", "L232:c654"),
        ("deltagarplatser", "observed", "2015", "=", 25.0, "place", "L232:c706"),
        ("deltagarplatser", "target", "2016", "change_by", 100.0, "place", "L232:c775"),
        ("deltagarplatser", "target", "2016", "=", 125.0, "place", "L232:c874"),
        ("insatser", "target", "2016", "=", 2.0, None, "L232:c1523"),
        ("andelen ansökningar av", "observed", None, "<", 5.0, "percent", "L246:c1020"),
        ("andelen ansökningar av", "target", None, "increase", None, None, "L246:c1152"),
        ("första återkoppling", "target", None, "<=", 24.0, "hour", "L248:c272"),
    ]
    by_relation = Counter(link.relation for link in plan.links)
    assert (by_relation["same_target"], by_relation["shares_denominator"]) == (1, 1)


@pytest.mark.shared
def test_visions_and_values_are_principles(plan: PlanRecord) -> None:
    assert [p.period for p in plan.principles if p.kind == "vision"] == [
        "2030",
        "2035",
        None,
        "2020",
    ]
    assert [p.title for p in plan.principles if p.kind == "value"] == [
        "respekt",
        "delaktighet",
        "trovärdighet",
    ]
    assert plan.principles[0].title == "det goda livet"


@pytest.mark.shared
def test_the_oddities_of_the_document_are_reported(plan: PlanRecord) -> None:
    assert [(i.code, i.severity, len(i.readings)) for i in plan.issues] == [
        ("MC321", "warning", 1),  # the row of the uppdragsplan in table 1
        ("MC301", "info", 1),  # audience, misspelt in table 1
        ("MC323", "error", 4),  # areas 8 and 9
        ("MC324", "info", 4),  # areas 2 and 8
        ("MC324", "warning", 6),  # areas 4, 6 and 9
        ("MC324", "error", 2),  # area 3
        ("MC322", "info", 1),
        ("MC322", "info", 1),
        ("MC325", "warning", 2),  # areas 3 and 4
        ("MC327", "info", 4),  # three ages and a time of unemployment
        ("MC326", "warning", 2),  # goals for 2015
        ("MC324", "info", 2),  # title of 8.3 in the contents
        ("MC351", "info", 1),  # the committee's fields, one list item within another
        ("MC353", "info", 5),  # "rekryteringsoch", "AVnämnden", "e- tjänst"
        ("MC351", "info", 3),  # figures 1 to 3
        ("MC351", "warning", 1),  # the preface goes on in the middle of a sentence
        ("MC351", "info", 1),  # "1 kap 2"
        ("MC351", "info", 2),  # lists of 8.4 and 8.5
        ("MC351", "info", 1),  # "i dialog med varje medarbetare"
        ("MC335", "warning", 1),  # "verksamheten1"
    ]


@pytest.mark.shared
def test_every_row_is_printed_where_it_says(source: SourceDocument, plan: PlanRecord) -> None:
    checked = 0
    for table, row in rows(plan):
        for text in (row.get("raw"), row.get("title"), row.get("name"), row.get("text")):
            if text is None or table in ("levels", "indicators"):
                continue
            place = Locator.parse(row["locator"]).first
            assert place.line is not None
            assert place.line >= FIRST_LINE
            printed = source.text_at(row["locator"]) or ""
            assert text.split()[0].lower() in printed[:200].lower(), (table, row["id"])
            checked += 1
    assert checked > 60


def places() -> list[tuple[int, str, str, int]]:
    """Lines with the words of every figure that is read, what replaces it, and how often."""
    return [
        (206, "den 13 april", "den 14 april", 1),
        (214, "år 2030", "år 2031", 1),
        (214, "år 2035", "år 2036", 1),
        (214, "år 2020", "år 2021", 1),
        (222, "barnfamiljer öka under 2015", "barnfamiljer öka under 2017", 2),
        (222, "barnfamiljer öka under 2015 jämfört med 2014",
         "barnfamiljer öka under 2015 jämfört med 2013", 2),
        (222, "ungdomshushåll öka under 2015", "ungdomshushåll öka under 2017", 2),
        (222, "ungdomshushåll öka under 2015 jämfört med 2014",
         "ungdomshushåll öka under 2015 jämfört med 2013", 2),
        (232, "på 12 månader", "på 13 månader", 1),
        (232, "började 2013", "började 2012", 1),
        (232, "då 30 platser", "då 31 platser", 1),
        (232, "under 2015 tillhandahölls", "under 2014 tillhandahölls", 1),
        (232, "25 platser", "26 platser", 1),
        (232, "100 deltagarplatser", "102 deltagarplatser", 1),
        (232, "125 deltagarplatser", "127 deltagarplatser", 1),
        (246, "under 5 %", "under 6 %", 1),
        (248, "inom 24 timmar", "inom 25 timmar", 1),
        (214, "Under 2016 har", "Under 2015 har", 1),
        (242, "hösten 2015", "hösten 2014", 1),
        (250, "plan 2014-2016", "plan 2013-2015", 1),
        (212, "uppdragsplanen för 2016", "uppdragsplanen för 2017", 1),
    ]  # fmt: skip


PRINTED_FIGURE = {
    "value", "raw", "title", "description", "locator", "quantity", "text", "subject", "basis",
}  # fmt: skip
PERIODS = {
    "period", "period_start", "period_end", "period_raw", "base_period", "decided_on", "date",
}  # fmt: skip


@pytest.mark.shared
@pytest.mark.parametrize(("line", "old", "new", "times"), places())
def test_a_changed_figure_changes_its_own_row_only(
    source: SourceDocument, plan: PlanRecord, line: int, old: str, new: str, times: int
) -> None:
    whole = "\n".join(source.lines)
    assert len(re.findall(re.escape(old), "\n".join(source.lines[FIRST_LINE - 1 :]))) == times
    assert old in source.lines[line - 1]
    head, tail = source.lines[: FIRST_LINE - 1], whole.split("\n")[FIRST_LINE - 1 :]
    lines = (*head, *(text.replace(old, new) for text in tail))
    changed = NorrkopingReader().read(replace(source, lines=lines))
    before, after = list(rows(plan)), list(rows(changed))
    assert [table for table, _ in before] == [table for table, _ in after]
    is_year = re.search(r"(?:19|20)\d\d", old) is not None
    touched: dict[str, set[str]] = {}
    for (table, one), (_, two) in zip(before, after, strict=True):
        fields = {name for name in one if one[name] != two[name]}
        if fields and table != "links":
            touched.setdefault(table, set()).update(fields)
    links = [row["id"] for table, row in before if table == "links"]
    if not is_year:
        assert links == [row["id"] for table, row in after if table == "links"]
        assert all("id" not in fields for fields in touched.values())
    values = touched.pop("measurements", set())
    assert values <= PRINTED_FIGURE | PERIODS | ({"id"} if is_year else set())
    for table, fields in touched.items():
        assert fields <= PRINTED_FIGURE | PERIODS, table
    assert values or touched
    new = {i.code for i in changed.issues} - {i.code for i in plan.issues}
    places = [(m.value, m.role) for m in changed.measurements if m.unit == "place"]
    is_sum = [value for value, role in places if role == "observed"][-1] + places[2][0] == (
        places[3][0]
    )
    assert new == (set() if is_sum else {"MC341"})


@pytest.mark.shared
def test_change_and_level_of_different_years_are_not_one_target(source: SourceDocument) -> None:
    lines = list(source.lines)
    lines[231] = lines[231].replace("under 2016 har totalt", "under 2017 har totalt")
    changed = NorrkopingReader().read(replace(source, lines=tuple(lines)))
    assert [m.period for m in changed.measurements if m.value == 125] == ["2017"]
    assert all(link.relation != "same_target" for link in changed.links)


@pytest.mark.shared
def test_a_swapped_figure_gives_the_new_value(source: SourceDocument) -> None:
    lines = list(source.lines)
    lines[231] = lines[231].replace("125 deltagarplatser", "127 deltagarplatser")
    changed = NorrkopingReader().read(replace(source, lines=tuple(lines)))
    assert [m.value for m in changed.measurements if m.raw == "totalt 127 deltagarplatser"] == [127]
