"""Values of the real operational plan, against what a person reads off it line by line."""

from __future__ import annotations

from pathlib import Path

import pytest

from municompare.documents import SourceDocument, load_document
from municompare.model.plan import PlanRecord
from municompare.readers.linkoping import LinkopingReader
from municompare.readers.linkoping_operational import LinkopingOperationalReader

NAME = "linkoping-verksamhetsplan-2019.txt"
OBSERVED, TARGET = "observed", "target"

# Beginning of the name; for each value subgroup, role, period, value, what is printed, its place,
# certainty. Two years in brackets: which of them, the flattened text does not tell.
VALUES: dict[str, list[tuple[str | None, str, str, float | None, str, str, str]]] = {
    "Antal deltagare i arbetsmarknadsnämndens insatser som varken": [
        (None, "baseline", "2018", 299, "299 personer", "L10:c569", "certain"),
        (None, OBSERVED, "2017", None, "-", "L10:c582", "certain"),
        (None, OBSERVED, "2018", 299, "299", "L10:c584", "certain"),
        (None, TARGET, "2019", None, "Ska minska", "L10:c588", "certain"),
        (None, TARGET, "2020", None, "Ska minska", "L10:c599", "certain"),
    ],
    "Antal deltagare inskrivna i arbetsmarknadsnämndens verksamheter som avslutas": [
        (None, "baseline", "2018", 182, "182", "L10:c904", "certain"),
        (None, OBSERVED, "2017", None, "-", "L10:c907", "certain"),
        (None, OBSERVED, "2018", 182, "182", "L10:c908", "certain"),
        (None, TARGET, "2019", None, "Ska öka", "L10:c912", "certain"),
        (None, TARGET, "2020", None, "Ska öka", "L10:c920", "certain"),
    ],
    "Antal deltagare inskrivna inom OSA": [
        (None, "baseline", "2018", 6, "6", "L10:c1063", "certain"),
        ("arbete", "baseline", "2018", 4, "4 till arbete", "L10:c1066", "certain"),
        ("studier", "baseline", "2018", 2, "2 till studier", "L10:c1082", "certain"),
        (None, OBSERVED, "2017", None, "-", "L10:c1098", "certain"),
        ("arbete", OBSERVED, "2018", 4, "4 arbete", "L10:c1100", "certain"),
        ("studier", OBSERVED, "2018", 2, "2 studier", "L10:c1109", "certain"),
        (None, TARGET, "2019", None, "Ska öka", "L10:c1119", "certain"),
        (None, TARGET, "2020", None, "Ska öka", "L10:c1127", "certain"),
    ],
    "Antal placeringar inom": [
        (None, OBSERVED, "2017", None, "-", "L10:c1344", "certain"),
        (None, OBSERVED, "2018", 477, "477", "L10:c1345", "certain"),
        (None, TARGET, "2019", 677, "677", "L10:c1349", "certain"),
        (None, TARGET, "2020", 777, "777", "L10:c1353", "certain"),
    ],
    "Antal deltagare inskrivna i arbetsmarknadsnämndens verksamheter som har höjt": [
        (None, "baseline", "", None, "Basvärde saknas!", "L10:c1537", "certain"),
        (None, OBSERVED, "2017", None, "-", "L10:c1517", "certain"),
        (None, OBSERVED, "2018", None, "-", "L10:c1519", "certain"),
        (None, TARGET, "2019", None, "Ska öka", "L10:c1521", "certain"),
        (None, TARGET, "2020", None, "Ska öka", "L10:c1529", "certain"),
    ],
    "Antal hushåll med försörjningsstöd": [
        (None, OBSERVED, "2017", 2996, "2 996", "L10:c1686", "certain"),
        (None, OBSERVED, "2018", 3130, "3 130", "L10:c1692", "certain"),
        (None, TARGET, "2019", 2800, "2 800", "L10:c1698", "certain"),
        (None, TARGET, "2020", 2700, "2 700", "L10:c1704", "certain"),
    ],
    "Antal vuxna biståndsmottagare": [
        (None, OBSERVED, "2017", 1384, "1 384", "L11:c89", "certain"),
        (None, OBSERVED, "2018", 1387, "1 387", "L11:c95", "certain"),
        (None, TARGET, "2019", 1150, "1 150", "L11:c101", "certain"),
        (None, TARGET, "2020", 850, "850", "L11:c107", "certain"),
    ],
    "Barn i befolkningen": [
        (None, OBSERVED, "2017", 4.8, "4,80%", "L11:c226", "certain"),
        (None, OBSERVED, "2018", 4.6, "4,60%", "L11:c232", "certain"),
        (None, TARGET, "2019", 4.2, "4,20%", "L11:c238", "certain"),
        (None, TARGET, "2020", 3.2, "3,20%", "L11:c244", "certain"),
    ],
    "Andel positiva svar": [
        (None, OBSERVED, "2017", 86, "86%", "L11:c589", "probable"),
        (None, OBSERVED, "2018", 87, "87%", "L11:c593", "probable"),
        (None, TARGET, "2019", 88, "88%", "L11:c597", "probable"),
        (None, TARGET, "2020", 88, "88%", "L11:c601", "probable"),
    ],
    "Väntetid i antal dagar": [
        (None, OBSERVED, "2017", 21, "21 dagar", "L11:c580", "probable"),
        (None, OBSERVED, "2018", 19, "19 dagar", "L11:c642", "probable"),
        (None, TARGET, "2019", 15, "15 dagar", "L11:c688", "probable"),
        (None, TARGET, "2020", 5, "5 dagar", "L11:c697", "probable"),
    ],
    "Bemötande, service": [
        (None, OBSERVED, "2017", None, "Vissa smärre skillnader kan utläsas.", "L11:c605",
         "probable"),
        (None, OBSERVED, "2018", None, "Vissa smärre skillnader kan utläsas.", "L11:c651",
         "probable"),
        (None, TARGET, "2019", None, "Inga signifikanta skillnader", "L11:c705", "probable"),
        (None, TARGET, "2020", None, "Inga signifikanta skillnader", "L11:c734", "probable"),
    ],
    "Antalet deltagare som slussas ut": [
        ("JKT", OBSERVED, "[2017,2018]", 2.1, "JKT: 2,1", "L11:c1024", "ambiguous"),
        ("OSA", OBSERVED, "[2017,2018]", 0.3, "OSA: 0,3", "L11:c1249", "ambiguous"),
        ("AMS", OBSERVED, "[2017,2018]", 4.9, "AMS: 4,9", "L11:c1258", "ambiguous"),
        (None, TARGET, "2019", None, "Ska öka", "L11:c1033", "certain"),
        (None, TARGET, "2020", None, "Ska öka", "L11:c1041", "certain"),
    ],
    "Lokalernas andel": [
        (None, OBSERVED, "[2017,2018]", 11, "11%*", "L11:c1267", "ambiguous"),
        (None, TARGET, "2019", None, "Ska inte öka", "L11:c1272", "certain"),
        (None, TARGET, "2020", None, "Ska inte öka", "L11:c1328", "probable"),
    ],
    "E-handelstrohet": [
        (None, OBSERVED, "2017", None, "Saknas", "L11:c1306", "certain"),
        (None, OBSERVED, "2018", None, "Saknas", "L11:c1313", "certain"),
        (None, TARGET, "2019", 90, "90%", "L11:c1320", "certain"),
        (None, TARGET, "2020", 95, "95%", "L11:c1324", "certain"),
    ],
    "Avvikelse från budget": [
        (None, OBSERVED, "2017", 6.6, "6,6%*", "L11:c1424", "certain"),
        (None, OBSERVED, "2018", 6.8, "6,8%*", "L11:c1430", "certain"),
        (None, TARGET, "2019", 0, "0", "L11:c1436", "certain"),
        (None, TARGET, "2020", 0, "0", "L11:c1438", "certain"),
    ],
    "Total sjukfrånvaro": [
        (None, OBSERVED, "2017", 5.5, "5,5", "L11:c1642", "certain"),
        (None, OBSERVED, "2018", 6.8, "6,8", "L11:c1646", "certain"),
        (None, TARGET, "2019", 5.5, "5,5", "L11:c1650", "certain"),
        (None, TARGET, "2020", 5.3, "5,3", "L11:c1654", "certain"),
        # 6.8 lies between no pair of these, so that nothing is printed for 2018
        ("men", OBSERVED, "2017", 3.4, "3,4", "L12:c105", "probable"),
        ("men", TARGET, "2019", 3.3, "3,3", "L12:c109", "probable"),
        ("men", TARGET, "2020", 3.3, "3,3", "L12:c113", "probable"),
        ("women", OBSERVED, "2017", 6.1, "6,1", "L12:c125", "probable"),
        ("women", TARGET, "2019", 6.2, "6,2", "L12:c129", "probable"),
        ("women", TARGET, "2020", 6, "6", "L12:c133", "probable"),
    ],
    "Andel (%) heltidsanställningar": [
        (None, OBSERVED, "2017", 87.9, "87,9", "L12:c166", "certain"),
        (None, OBSERVED, "2018-01/2018-04", 88.3, "88,3, tertial 1", "L12:c171", "certain"),
        (None, TARGET, "2019", 88.6, "88,6", "L12:c187", "certain"),
        (None, TARGET, "2020", 90, "90", "L12:c192", "certain"),
        ("men", OBSERVED, "[2017,2018,2019]", 91.9, "91,9", "L12:c199", "ambiguous"),
        ("men", OBSERVED, "[2018,2019,2020]", 92.6, "92,6", "L12:c204", "ambiguous"),
        ("women", OBSERVED, "[2017,2018,2019]", 86.7, "86,7", "L12:c217", "ambiguous"),
        ("women", OBSERVED, "[2018,2019,2020]", 87.2, "87,2", "L12:c222", "ambiguous"),
    ],
    "Attraktiv arbetsgivarindex": [
        (None, OBSERVED, "2017", 107, "107", "L12:c260", "certain"),
        (None, OBSERVED, "2018", 111, "111", "L12:c264", "certain"),
        (None, TARGET, "2019", 112, "112", "L12:c268", "certain"),
        (None, TARGET, "2020", 113, "113", "L12:c272", "certain"),
    ],
    "Hållbart medarbetarengagemang": [
        (None, OBSERVED, "[2017,2018]", 77, "77", "L12:c344", "ambiguous"),
        (None, OBSERVED, "[2018,2019]", 78, "78", "L12:c347", "ambiguous"),
        (None, TARGET, "[2019,2020]", 80, "80", "L12:c350", "ambiguous"),
    ],
    "Chefsomsättning": [
        ("men", OBSERVED, "[2017,2018,2019,2020]", 4.9, "4,9", "L12:c831", "ambiguous"),
        ("women", OBSERVED, "[2017,2018,2019,2020]", 6.3, "6,3", "L12:c843", "ambiguous"),
        (None, OBSERVED, "2017", 6, "6", "L12:c847", "probable"),
        (None, OBSERVED, "2018", 6, "6", "L12:c849", "probable"),
        (None, TARGET, "2019", 5.5, "5,5", "L12:c851", "probable"),
        (None, TARGET, "2020", 5, "5", "L12:c855", "probable"),
    ],
    "Chefers sjukfrånvaro": [
        (None, OBSERVED, "2017", 2.4, "2,4", "L12:c878", "certain"),
        (None, OBSERVED, "2018", 2.5, "2,5", "L12:c882", "certain"),
        (None, TARGET, "2019", 2.3, "2,3", "L12:c886", "certain"),
        (None, TARGET, "2020", 2.2, "2,2", "L12:c890", "certain"),
    ],
    "Extern personalomsättning": [
        (None, OBSERVED, "2017", 6.1, "6,1", "L12:c932", "certain"),
        (None, OBSERVED, "2018", 5.8, "5,8", "L12:c936", "certain"),
        (None, TARGET, "2019", 5.5, "5.5", "L12:c940", "certain"),
        (None, TARGET, "2020", 5.2, "5,2", "L12:c944", "certain"),
    ],
    "Mertid övertid": [
        (None, OBSERVED, "2017", 0.6, "0,6", "L12:c963", "certain"),
        (None, OBSERVED, "2018", 0.6, "0,6", "L12:c967", "certain"),
        (None, TARGET, "2019", 0.5, "0,5", "L12:c971", "certain"),
        (None, TARGET, "2020", 0.5, "0,5", "L12:c975", "certain"),
    ],
    "Balanstal chefer": [
        (None, OBSERVED, "2017", 0.99, "0,99", "L12:c996", "certain"),
        (None, OBSERVED, "2018", 1, "1", "L12:c1001", "certain"),
        (None, TARGET, "2019", 1, "1", "L12:c1003", "certain"),
        (None, TARGET, "2020", 1, "1", "L12:c1005", "certain"),
    ],
    "Chefer med utomnordisk bakgrund": [
        (None, OBSERVED, "2017", 0.16, "0,16", "L12:c1047", "certain"),
        (None, OBSERVED, "2018", 0.15, "0,15", "L12:c1052", "certain"),
        (None, TARGET, "2019", 0.2, "0,2", "L12:c1057", "certain"),
        (None, TARGET, "2020", 0.25, "0,25", "L12:c1061", "certain"),
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def source(shared_documents: Path) -> SourceDocument:
    return load_document(shared_documents / NAME)


@pytest.fixture(scope="module")
def plan(source: SourceDocument) -> PlanRecord:
    return LinkopingOperationalReader().read(source)


@pytest.fixture(scope="module")
def budget(shared_documents: Path) -> PlanRecord:
    return LinkopingReader().read(
        load_document(shared_documents / "linkoping-internbudget-2019.md")
    )


def named(plan: PlanRecord, name: str):
    [row] = [row for row in plan.indicators if row.name.startswith(name) and row.origin == "table"]
    return row


@pytest.mark.shared
@pytest.mark.parametrize("name", VALUES)
def test_every_value_is_where_a_person_reads_it(source, plan, name):
    for *_, raw, locator, _ in VALUES[name]:
        assert str(source.text_at(locator)).startswith(raw), "the expectation itself is wrong"
    row = named(plan, name)
    read = [
        (v.subgroup, v.role, v.period or "", v.value, v.raw, v.locator, v.certainty)
        for v in plan.measurements
        if v.indicator == row.id
    ]
    assert sorted(read, key=str) == sorted(VALUES[name], key=str)


@pytest.mark.shared
def test_there_are_no_other_values_in_the_table(plan):
    table = {row.id for row in plan.indicators if row.origin == "table"}
    assert len(table) == len(VALUES) == 25
    values = [value for value in plan.measurements if value.indicator in table]
    assert len(values) == sum(map(len, VALUES.values()))


@pytest.mark.shared
def test_names_that_figures_interrupt_are_whole(plan):
    assert named(plan, "Antal placeringar").name == (
        "Antal placeringar inom arbetsträning + praktik + arbetsmarknadsanställningar ska vara "
        "minst 677 under 2019 och minst 777 under 2020."
    )
    assert named(plan, "Antal placeringar").locator == "L10:c1249+L10:c1357"
    assert named(plan, "Antal deltagare inskrivna i arbetsmarknadsnämndens verksamheter som har"
                 ).name.endswith("ska öka. Basvärde saknas!")  # fmt: skip


@pytest.mark.shared
def test_footnotes_stand_at_the_values_that_carry_their_mark(plan):
    noted = {(note.marker, str(note.element).rpartition("/")[2]) for note in plan.notes}
    assert noted == {
        ("*", "lokalernas-andel-totala-kostnaden.2017-or-2018.observed.verksamhetsplan"),
        ("*", "avvikelse-budget.2017.observed.verksamhetsplan"),
        ("*", "avvikelse-budget.2018.observed.verksamhetsplan"),
        ("**", "antalet-deltagare-slussas-arbetsmarknadsnamndens"),
    }
    assert named(plan, "Antalet deltagare som slussas").aggregation == "forbidden"


@pytest.mark.shared
def test_ids_are_those_of_the_internal_budget_where_the_words_are(plan, budget):
    own = {row.name: row.id for row in plan.indicators if row.origin == "table"}
    other = {row.name: row.id for row in budget.indicators if row.origin == "table"}
    same = own.keys() & other.keys()
    assert len(same) >= 23
    assert all(own[name] == other[name] for name in same)


@pytest.mark.shared
def test_values_agree_with_the_internal_budget_wherever_they_are_sure(plan, budget):
    other = {
        (v.indicator, v.subgroup, v.role, v.period): v.value
        for v in budget.measurements
        if v.status == "reported"
    }
    shared = [
        (v.value, other[key])
        for v in plan.measurements
        if v.certainty != "ambiguous"
        and v.status == "reported"
        and (key := (v.indicator, v.subgroup, v.role, v.period)) in other
    ]
    assert len(shared) >= 35
    assert all(own == theirs for own, theirs in shared)
