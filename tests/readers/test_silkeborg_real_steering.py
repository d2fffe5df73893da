"""The real agreement of 2017: bodies, documents, follow-up, comparisons, taken from it by hand."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from municompare.documents import load_document
from municompare.model.plan import PlanRecord
from municompare.readers.silkeborg import SilkeborgReader


@pytest.fixture(scope="module")
def plan(shared_documents: Path) -> PlanRecord:
    return SilkeborgReader().read(load_document(shared_documents / "silkeborg-aftale-2017.md"))


def test_the_bodies_that_are_named(plan: PlanRecord) -> None:
    department = next(o.id for o in plan.organisations if o.name == "Beskæftigelsesafdelingen")
    assert [(o.name, o.kind, o.locator) for o in plan.organisations] == [
        ("Jobkompagniet", "unit", "L2:c15"),
        ("Beskæftigelseschef", "office", "L2:c32"),
        ("Arbejdsmarkedsudvalget", "committee", "L8"),
        ("afdelingschefen", "office", "L5:c158"),
        ("afdelingsledelsen", "management", "L18:c22"),
        ("Beskæftigelsesafdelingen", "administration", "L23"),
        ("Byrådet", "council", "L23:c99"),
        ("Skoleafdelingen", "administration", "L50/c2"),
        ("Jobcentret", "unit", "L57/c3:c55"),
        ("Væksthuset", "unit", "L73/c2:c173"),
        ("MED-udvalget", "works council", "L76/c2:c276"),
        ("ungeguiden", None, "L49/c2:c716"),
        ("politiske fagudvalg", "committee", "L5:c135"),
        ("direktion", "executive board", "L23:c131"),
        ("institutionsleder", "office", "L80:c176"),
    ]
    assert [(o.name, o.parent) for o in plan.organisations if o.parent] == [
        ("Jobkompagniet", department)
    ]


def test_who_does_what_about_what(plan: PlanRecord) -> None:
    names = {o.id: o.name for o in plan.organisations}
    found = {
        (r.element.split("/", 1)[1], r.role, names[r.organisation], r.locator)
        for r in plan.responsibilities
        if not (r.role == "executes" and r.element.split("/")[1] in ("activity", "goal"))
    }
    measuring = "activity/afklare-maler-effekterne-arbejde-maned-orientere"
    meeting = "activity/lobende-drofte-malopfolgning-udvalgsmoder"
    talking = "activity/herudover-styrke-sparringsmoderne-leder-medarbejder-konkrete"
    quality = "activity/folge-praksiskvalitet-januar-februar-november-december"
    course = "activity/folge-implementering-ny-viden-enkelte-team"
    council = "level/byradets-politikker-mal-strategier"
    assert found == {
        ("document/aftale", "agrees", "Jobkompagniet", "L2"),
        ("document/aftale", "agrees", "Beskæftigelseschef", "L2"),
        ("document/aftale", "prepares", "Jobkompagniet", "L4:c172"),
        ("document/aftale", "prepares", "Beskæftigelseschef", "L4:c172"),
        ("document/bevillingsaftale", "agrees", "politiske fagudvalg", "L5"),
        ("document/bevillingsaftale", "agrees", "afdelingschefen", "L5"),
        (council, "decides", "Byrådet", "L23"),
        (council, "decides", "politiske fagudvalg", "L23"),
        (council, "decides", "direktion", "L23"),
        (council, "executes", "Beskæftigelsesafdelingen", "L23"),
        ("level/bevillingsaftale", "executes", "Jobkompagniet", "L47:c118"),
        ("level/decentraliseringsregler", "executes", "institutionsleder", "L80"),
        ("document/tjekpunkter-beskaeftigelsesfaglighed", "decides", "Beskæftigelsesafdelingen",
         "L73/c2:c73"),
        (measuring, "reports", "Jobkompagniet", "L70/c2"),
        (meeting, "reports", "Jobkompagniet", "L70/c2:c134"),
        (meeting, "receives_report", "MED-udvalget", "L70/c2:c134"),
        (talking, "reports", "Jobkompagniet", "L70/c2:c192+L71/c2"),
        (quality, "reports", "Jobkompagniet", "L71/c2:c356"),
        (course, "reports", "Jobkompagniet", "L73/c2:c196"),
        ("indicator/male-effekterne-arbejde-laver-lobende-opfolgning", "reports",
         "Jobkompagniet", "L71/c3:c14"),
        ("indicator/fast-punkt-dagsordenen-udvalget-evaluerer-enkelte", "controls",
         "MED-udvalget", "L76/c3"),
    }  # fmt: skip
    carried_out = Counter(
        names[r.organisation]
        for r in plan.responsibilities
        if r.role == "executes" and r.element.split("/")[1] == "activity"
    )
    assert carried_out == {
        "Jobkompagniet": 17,
        "ungeguiden": 1,
        "Skoleafdelingen": 7,
        "Beskæftigelsesafdelingen": 9,
    }


def test_the_documents_that_are_named_and_who_decided_them(plan: PlanRecord) -> None:
    assert [(d.title, d.kind, d.status, d.locator) for d in plan.documents[1:]] == [
        ("foregående års aftale", "aftale", "unknown", "L5:c61"),
        ("bevillingsaftale", "bevillingsaftale", "unknown", "L5:c107"),
        ("aktuelle års budget", "budget", "unknown", "L5:c184"),
        ("strategi for beskæftigelsesafdelingen", "strategi", "unknown", "L24:c133"),
        ("beskæftigelsesplanen", "plan", "unknown", "L36:c55"),
        ("Budget i overblik", "budget", "unknown", "L81:c213"),
        ("decentraliseringsregler for Silkeborg Kommune", "decentraliseringsregler", "unknown",
         "L81:c36"),
        ("strategi for uddannelse til flere udsatte unge", "strategi", "decided", "L51/c1:c35"),
        ("virksomhedsstrategien", "strategi", "unknown", "L59/c1:c48"),
        ("10 tjekpunkter for beskæftigelsesfaglighed", "dokument", "decided", "L73/c2:c74"),
    ]  # fmt: skip
    assert [(d.body, d.subject, d.date) for d in plan.decisions] == [
        ("politisk", "strategi for uddannelse til flere udsatte unge", None),
        ("beskæftigelsesafdelingen", "10 tjekpunkter for beskæftigelsesfaglighed", None),
    ]


def test_what_else_hangs_together(plan: PlanRecord) -> None:
    found = Counter(
        (link.from_id.split("/")[1], link.relation, link.to_id.split("/", 1)[1])
        for link in plan.links
        if link.relation != "serves"
    )
    assert found == {
        ("activity", "implements", "document/strategi-uddannelse-flere-udsatte-unge"): 7,
        ("activity", "implements", "document/virksomhedsstrategien"): 4,
        ("activity", "implements", "document/tjekpunkter-beskaeftigelsesfaglighed"): 1,
        ("document", "follows_up", "document/foregaende-ars-aftale"): 1,
        ("goal", "part_of", "document/beskaeftigelsesplanen"): 5,
        **{("document", "addresses", p.id.split("/", 1)[1]): 1 for p in plan.principles[4:9]},
        ("activity", "repeats",
         "activity/oget-fokus-gode-overgange-grundskole-ungdomsuddannelse"): 1,
    }  # fmt: skip
    [repeated] = [link for link in plan.links if link.relation == "repeats"]
    assert repeated.locator == "L51/c1:c3"


def test_principles_comparisons_and_follow_up(plan: PlanRecord) -> None:
    assert [(p.kind, p.perspective, p.locator) for p in plan.principles] == [
        ("mission", "Arbejdsmarkedsudvalget", "L10"),
        ("vision", "Arbejdsmarkedsudvalget", "L12"),
        ("mission", "Jobkompagniet", "L14"),
        ("vision", "Jobkompagniet", "L16"),
        *(("guiding_star", "beskæftigelsesafdelingen", f"L{line}:c3") for line in range(25, 30)),
        ("principle", None, "L80:c56"),
    ]
    assert plan.principles[-1].title == "økonomisk decentralisering"
    assert plan.principles[1].title.endswith("plads til alle på arbejdsmarkedet.")
    assert sorted((b.comparator, b.use, b.locator) for b in plan.benchmark_refs) == [
        ("klynge", "comparison", "L71/c1:c48"),
        ("klynge", "comparison", "L71/c2:c163"),
        ("klynge", "comparison", "L71/c3:c144"),
        ("national_mean", "target", "L52/c3:c60"),
        ("norm", "target", "L61/c2:c99"),
        ("norm", "target", "L63/c1:c55"),
        ("own_past", "target", "L33:c65"),
        ("own_past", "target", "L49/c3:c42"),
        ("own_past", "target", "L57/c3:c16"),
        ("own_past", "target", "L58/c2"),
        ("own_past", "target", "L61/c3:c38"),
        ("own_past", "target", "L62/c1:c92"),
        ("own_past", "target", "L62/c2:c45"),
    ]
    themes = {b.locator: b.theme for b in plan.benchmark_refs if b.theme}
    assert themes == {
        "L71/c1:c48": "resultater",
        "L71/c3:c144": "Effekter",
        "L52/c3:c60": "hjælpe nyankomne flygtninge fra ikke- vestlige lande i job indenfor et år",
        "L49/c3:c42": "Antal årspersoner på uddannelseshjælp",
        "L61/c3:c38": "Antal årspersoner på sygedagpenge",
        "L62/c2:c45": "Antal årspersoner på jobafklaringsforløb",
    }
    assert {b.named_members for b in plan.benchmark_refs} == {None}
    own, council = "Jobkompagniet", "MED-udvalget"
    assert [(f.locator, f.cadence, f.dates, f.reporter, f.recipient) for f in plan.followups] == [
        ("L70/c2", "hver måned", None, own, "personalet"),
        ("L70/c2:c134", "løbende", None, own, council),
        ("L70/c2:c192+L71/c2", None, None, own, None),
        ("L71/c2:c356", None, "januar og februar 2017; november/ december 2017", own, None),
        ("L73/c2:c196", "når en medarbejder har været på kursus", None, own, None),
        ("L71/c3:c14", "løbende", None, own, None),
        ("L76/c3", "Fast punkt", None, council, None),
        ("L5:c35", None, None, None, None),
        ("L82", None, "senest 31. januar 2017", None, None),
    ]
    assert [f.what for f in plan.followups if len(f.what or "") < 50] == [
        "effekten på centrale nøgletal",
        "målopfølgning",
        "praksiskvalitet",
        "de enkelte indsatsområder",
        "de opnåede resultater fra foregående års aftale",
        "Aftalerne",
    ]
    assert not plan.budget
