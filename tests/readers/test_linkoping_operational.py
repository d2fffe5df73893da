"""Operational plans of Linköping, on an invented one: cover, goals, activities, assignments."""

from __future__ import annotations

import pytest

from municompare.errors import MunicompareError
from municompare.model.plan import PlanRecord
from municompare.plans.consistency import check_plan
from municompare.readers import Reader
from municompare.readers.linkoping import LinkopingReader
from municompare.readers.linkoping_operational import LinkopingOperationalReader
from municompare.readers.norrkoping import NorrkopingReader
from municompare.readers.silkeborg import SilkeborgReader
from municompare.testing import check_reader

from .linkoping_operational_plans import PAGES, changed, document, read


@pytest.fixture(scope="module")
def plan() -> PlanRecord:
    return read()


def stem(identifier: str | None) -> str:
    return str(identifier).rpartition("/")[2]


def goal(plan: PlanRecord, title: str):
    return next(row for row in plan.goals if str(row.title).startswith(title))


def codes(plan: PlanRecord) -> list[str]:
    return [issue.code for issue in plan.issues]


def places(plan: PlanRecord, code: str) -> list[str | None]:
    return [r.text for issue in plan.issues if issue.code == code for r in issue.readings]


class TestDocument:
    def test_the_reader_keeps_the_contract_of_readers(self, tmp_path):
        path = tmp_path / "plan.txt"
        path.write_text("\n\n".join(PAGES.values()), encoding="utf-8")
        assert isinstance(LinkopingOperationalReader(), Reader)
        check_reader(LinkopingOperationalReader(), path)

    def test_the_plan_is_consistent(self, plan):
        assert not check_plan(plan)

    def test_only_this_reader_knows_the_plan(self):
        scores = {
            reader.name: reader.recognise(document(PAGES)).score
            for reader in (
                LinkopingOperationalReader(),
                LinkopingReader(),
                NorrkopingReader(),
                SilkeborgReader(),
            )
        }
        assert scores.pop("linkoping-operational") == 1
        assert max(scores.values()) < 0.5

    @pytest.mark.parametrize(
        "change", ["Förvaltningens verksamhetsplan=>Skolans årsplan", "Linköpings=>Borås"]
    )
    def test_without_its_title_or_municipality_it_is_not_known(self, change):
        old, new = change.split("=>")
        pages = [page.replace(old, new) for page in PAGES.values()]
        assert LinkopingOperationalReader().recognise(document(pages)).score < 0.5

    def test_the_row_of_the_document_says_whose_it_is_and_when_it_was_revised(self, plan):
        row = plan.documents[0]
        assert (row.title, row.issuer, row.period, row.reference, row.status) == (
            "Förvaltningens verksamhetsplan 2031 Kultur- och fritidsnämndens verksamhet",
            "Kultur- och fritidsförvaltningen",
            "2031",
            "Rev 2031-02-15",
            "unknown",
        )
        assert (row.id, row.kind, row.role) == (
            "linkoping-kultur-fritidsnamnden-2031/document/verksamhetsplan",
            "verksamhetsplan",
            "read",
        )

    def test_the_plan_is_the_committees_of_the_year(self, plan):
        assert plan.key == "linkoping-kultur-fritidsnamnden-2031"
        assert plan.organisation == "Kultur- och fritidsnämnden"
        assert (plan.period, plan.unit_of_analysis, plan.covers) == ("2031", "committee", None)

    def test_a_date_of_revision_that_is_no_date_is_left_out(self):
        plan = read(changed(cover="2031-02-15=>2031-13-45"))
        assert plan.documents[0].reference is None

    def test_who_draws_the_plan_up_approves_and_receives_it_is_read(self, plan):
        said = {(row.role, stem(row.organisation)) for row in plan.responsibilities}
        assert {
            ("prepares", "kultur-fritidsforvaltningen"),
            ("approves", "kommundirektoren"),
            ("receives_report", "kultur-fritidsnamnden"),
        } <= said

    def test_two_years_in_the_title_are_reported(self):
        plan = read(changed(introduction="verksamhet 2031=>verksamhet 2030"))
        assert "MC357" in codes(plan)

    def test_placeholders_and_broken_references_are_reported(self):
        pages = changed(contents="Nämnduppdrag... 6=>Nämnduppdrag... Fel! Bokmärket saknas.")
        pages["activities"] += " Fel! Hittar inte referenskälla."
        assert places(read(pages), "MC375") == [
            "Nämnduppdrag... Fel! Bokmärket saknas.",
            "Fel! Hittar inte referenskälla.",
            "[Klicka här för att infoga en bild]",
        ]

    @pytest.mark.parametrize(
        ("change", "found"),
        [
            ("Inledning... 3=>Inledning... 4", ["Inledning", "Inledning"]),
            ("Inledning... 3=>Omvärldsanalys... 3", ["Omvärldsanalys"]),
            ("Inledning... 3=>Omvärldsanalys... 99", ["Omvärldsanalys"]),
            (
                "Planering för övriga uppdrag, handlingsplaner, projekt=>Planering av övriga "
                "uppdrag, handlingsplaner, projekt",
                [
                    "Planering av övriga uppdrag, handlingsplaner, projekt",
                    "Planering för övriga uppdrag, handlingsplaner, projekt",
                ],
            ),
        ],
    )
    def test_entries_of_the_contents_are_held_against_the_headings(self, change, found):
        assert "MC374" not in codes(read())
        assert places(read(changed(contents=change)), "MC374") == found

    def test_a_plan_without_a_list_of_contents_is_read(self):
        pages = {name: page for name, page in PAGES.items() if name != "contents"}
        assert len(read(pages).goals) == len(read().goals)

    def test_words_glued_at_a_lost_line_end_are_reported(self):
        plan = read(changed(introduction="bygger på=>bygger på socialoch omsorgsnämndens och"))
        assert places(plan, "MC353") == ["socialoch"]


class TestGoals:
    def test_areas_council_goals_and_committee_goals_are_told_apart(self, plan):
        kinds = {
            row.title: (row.kind, stem(row.level))
            for row in plan.goals
            if row.title in ("Medborgare", "Ett rikt kulturliv", "Budget i balans")
        }
        assert kinds == {
            "Medborgare": ("goal_area", "kommunens-budget-plan"),
            "Ett rikt kulturliv": ("goal", "kommunens-budget-plan"),
            "Budget i balans": ("goal", "internbudget"),
        }

    def test_a_goal_hangs_on_the_councils_goal_beside_it(self, plan):
        row = goal(plan, "Budget i balans")
        assert (stem(row.parent), row.parent_basis, row.parent_certainty, row.perspective) == (
            "ekonomi-fokus",
            "by_position",
            "probable",
            "Ekonomi",
        )

    def test_numbers_before_goals_are_theirs(self, plan):
        numbered = {row.number: row.title for row in plan.goals if row.number}
        assert list(numbered) == ["1", "2", "3"]
        assert numbered["2"] == "Fler barn och unga deltar i kulturlivet"

    def test_a_sentence_below_a_goal_describes_it(self, plan):
        assert goal(plan, "Attraktiv arbetsplats").description == (
            "Alla som arbetar hos oss ska kunna växa och trivas på sin arbetsplats."
        )

    def test_another_wording_above_the_activities_is_kept_and_reported(self):
        plan = read(changed(activities="deltar i kulturlivet=>tar del av kulturlivet"))
        row = goal(plan, "Fler barn")
        assert [(w.element, w.text) for w in plan.wordings] == [
            (row.id, "Fler barn och unga tar del av kulturlivet")
        ]
        assert places(plan, "MC324") == [
            "Fler barn och unga deltar i kulturlivet",
            "Fler barn och unga tar del av kulturlivet",
        ]

    def test_a_headline_with_its_explanation_is_one_goal(self):
        pages = changed(
            activities="Budget i balans=>Ekonomi i balans Hushålla med det som finns att tillgå",
            rest_of_the_table="Budget i balans=>Budgeten i balans. Hushålla med det som finns att "
            "tillgå.",
        )
        assert goal(read(pages), "Budgeten").title == (
            "Budgeten i balans. Hushålla med det som finns att tillgå."
        )

    def test_a_goal_between_two_of_the_council_hangs_on_the_area_and_both_are_offered(self):
        pages = changed(
            table="78 80=>78 80 En vacker stad 4 Parkerna är rena. Antal klagomål 9 8 7 6 5",
            activities="Införa kulturkort=>Parkerna är rena. Införa kulturkort",
        )
        plan = read(pages)
        row = goal(plan, "Anläggningarna")
        assert (stem(row.parent), row.parent_certainty) == ("medborgare", "certain")
        assert [
            (link.relation, stem(link.to_id), link.certainty)
            for link in plan.links
            if link.from_id == row.id
        ] == [("part_of", "rikt-kulturliv", "ambiguous"), ("part_of", "vacker-stad", "ambiguous")]

    def test_council_goals_between_two_areas_are_ambiguous(self):
        pages = changed(table="Attraktiv kommun 1=>Attraktiv kommun En levande stad 1")
        pages["table"] = pages["table"].replace(
            "470 Medborgare", "470 Smart kommun Grön kommun Medborgare"
        )
        plan = read(pages)
        row = goal(plan, "Grön kommun")
        assert (row.parent, row.perspective, row.parent_certainty) == (None, None, "ambiguous")
        assert {stem(link.to_id) for link in plan.links if link.from_id == row.id} == {
            "samhalle",
            "medborgare",
        }

    def test_an_indicator_between_two_goals_is_ambiguous_and_both_are_offered(self, plan):
        row = next(row for row in plan.indicators if row.name == "Andel nöjda besökare")
        assert row.element_certainty == "ambiguous"
        assert stem(row.goal) == "fler-barn-unga-deltar-kulturlivet"
        offered = [
            (link.relation, stem(link.to_id)) for link in plan.links if link.from_id == row.id
        ]
        assert offered == [
            ("measures", "fler-barn-unga-deltar-kulturlivet"),
            ("measures", "anlaggningarna-trygga-tillgangliga"),
        ]
        assert row.name in places(plan, "MC373")


class TestActivities:
    def test_every_activity_is_a_row_of_its_perspective(self, plan):
        printed = [(row.perspective, row.title) for row in plan.activities if row.perspective]
        assert printed == [
            ("Samhälle", "Starta bokbuss i landsbygden"),
            ("Samhälle", "Utreda meröppet på två filialer"),
            ("Medborgare", "Införa kulturkort för årskurs 9"),
            ("Medborgare", "Erbjuda simskola till minst 300 barn"),
            ("Medborgare", "Öka andelen flickor på spontanidrottsplatserna"),
            ("Medborgare", "Svara på synpunkter inom 3 arbetsdagar"),
            ("Medborgare", "Genomföra projektet Kulturkraft med skolorna"),
            ("Ekonomi", "Se över avgifter och taxor (målet 95 % vid årets slut)"),
            ("Verksamhet", "Digitalisera bokningen av lokaler"),
            ("Medarbetare", "Ta fram en plan för friskvård"),
        ]

    def test_a_deadline_beside_every_activity_is_its_own(self, plan):
        deadlines = [row.deadline for row in plan.activities if row.perspective == "Samhälle"]
        assert deadlines == ["2031-03", "2031-06"]

    @pytest.mark.parametrize("entry", ["Löpande", "Sept, uppföljning", "Succesivt avslut"])
    def test_an_entry_away_from_its_activity_is_no_activity_but_reported(self, entry):
        plan = read(changed(activities=f"Löpande=>{entry}"))
        assert all(entry not in row.title for row in plan.activities)
        assert places(plan, "MC378") == [entry]

    def test_an_entry_in_a_list_of_answers_is_no_activity(self):
        plan = read(changed(other="Genomföra en förstudie.=>Genomföra en förstudie Maj 2031"))
        assert "Maj 2031" in places(plan, "MC378")

    @pytest.mark.parametrize(
        ("entry", "deadline", "status"),
        [
            ("Löpande", None, "Löpande"),
            ("Kv 3", "2031-Q3", None),
            ("Q4", "2031-Q4", None),
            ("Maj", "2031-05", None),
            ("Ht 2031", None, "Ht 2031"),
        ],
    )
    def test_entries_without_a_year_are_of_the_plan_and_others_a_status(
        self, entry, deadline, status
    ):
        plan = read(changed(activities=f"Juni 2031=>{entry}"))
        [_, row] = [row for row in plan.activities if row.perspective == "Samhälle"]
        assert (row.deadline, row.status) == (deadline, status)

    def test_an_activity_serves_the_only_goal_of_its_block(self, plan):
        row = next(row for row in plan.activities if row.title.startswith("Starta"))
        assert [
            (stem(link.to_id), link.relation, link.basis, link.certainty)
            for link in plan.links
            if link.from_id == row.id
        ] == [("biblioteken-oppna", "serves", "by_position", "probable")]

    def test_which_of_several_goals_an_activity_serves_is_ambiguous(self, plan):
        row = next(row for row in plan.activities if row.title.startswith("Införa"))
        links = [link for link in plan.links if link.from_id == row.id]
        assert {stem(link.to_id) for link in links} == {
            "fler-barn-unga-deltar-kulturlivet",
            "anlaggningarna-trygga-tillgangliga",
        }
        assert {link.certainty for link in links} == {"ambiguous"}

    def test_a_block_without_goals_has_activities_all_the_same(self, plan):
        row = next(row for row in plan.activities if row.perspective == "Verksamhet")
        assert not [link for link in plan.links if link.from_id == row.id]

    def test_a_capital_letter_that_may_begin_another_activity_is_reported(self, plan):
        assert places(plan, "MC376") == ["Genomföra projektet Kulturkraft med skolorna"]

    def test_measures_of_activities_are_embedded_indicators(self, plan):
        stated = {
            row.name: (row.measure_type, row.unit, row.element is not None, row.goal)
            for row in plan.indicators
            if row.origin == "activity"
        }
        assert stated == {
            "andelen flickor på spontanidrottsplatserna": ("share", None, True, None),
            "barn": ("count", None, True, None),
            "Svara på synpunkter": ("duration", "working_day", True, None),
            "Se över avgifter och taxor": ("share", "percent", True, None),
        }

    def test_quantities_of_activities_are_targets_of_their_own(self, plan):
        ids = {row.id for row in plan.indicators if row.origin == "activity"}
        assert [
            (v.value, v.unit, v.comparator, v.period, v.raw)
            for v in plan.measurements
            if v.indicator in ids and v.value is not None
        ] == [
            (300, None, ">=", None, "minst 300 barn"),
            (3, "working_day", "<=", None, "inom 3 arbetsdagar"),
            (95, "percent", "=", "2031-12-31", "95 % vid årets slut"),
        ]

    def test_an_activity_shows_its_only_quantity(self, plan):
        quantities = {row.title.split()[0]: (row.quantity, row.unit) for row in plan.activities}
        assert quantities["Erbjuda"] == (300, None)
        assert quantities["Svara"] == (3, "working_day")
        assert quantities["Införa"] == (None, None)

    def test_the_same_words_state_one_measure_again(self):
        pages = changed(activities="Löpande=>Öppna 20 nya platser i kulturskolan")
        pages["other"] += " Ordna 20 nya platser i kulturskolan."
        plan = read(pages)
        ids = [row.id for row in plan.indicators if row.name == "nya platser"]
        assert len(ids) == 1
        assert [v.value for v in plan.measurements if v.indicator == ids[0]] == [20, 20]

    @pytest.mark.parametrize(
        "words",
        ["för 5 tkr", "i 3 år", "för barn 7-9 år", "vid 4 veckor", "inom 2 arbetsdagar"],
    )
    def test_figures_that_measure_nothing_are_reported(self, words):
        pages = changed(activities="Införa kulturkort för årskurs 9=>Utvärdera insatserna")
        pages["activities"] = pages["activities"].replace("Löpande", f"Utreda taxan {words}")
        plan = read(pages)
        if words.startswith("inom"):
            assert "MC327" not in codes(plan)
        else:
            assert len(places(plan, "MC327")) == 1

    def test_an_item_of_a_list_that_comes_back_stands_by_itself(self):
        pages = changed(other="Genomföra en förstudie.=>Nya projekt IOP Samtal Nya projekt Samtal")
        titles = [row.title for row in read(pages).activities if row.lead_in == "Nämnduppdrag"]
        assert titles == ["Nya projekt", "IOP", "Samtal", "Nya projekt", "Samtal"]

    @pytest.mark.parametrize(
        "marks", [("• ", "• "), ("1 ", "2 "), ("1. ", "2. "), ("- ", "- "), ("– ", "– ")]
    )
    def test_marks_of_a_list_part_its_items(self, marks):
        one, two = marks
        pages = changed(
            other=f"Genomföra en förstudie.=>{one}Bygga en hall för Kulturhuset Parken {two}Riva "
            "den gamla hallen i årskurs 9 Skolan"
        )
        titles = [row.title for row in read(pages).activities if row.lead_in == "Nämnduppdrag"]
        assert titles[0].startswith("Bygga en hall för Kulturhuset")
        assert "Riva den gamla hallen i årskurs 9" in titles
        assert all(not title.endswith(mark.strip()) for title in titles for mark in marks)

    def test_goals_numbered_above_their_activities_are_those_of_the_table(self):
        pages = changed(
            activities="Fler barn och unga deltar i kulturlivet Anläggningarna=>1 Fler barn och "
            "unga deltar i kulturlivet 2 Anläggningarna"
        )
        plan = read(pages)
        assert not plan.wordings
        assert goal(plan, "Anläggningarna").perspective == "Medborgare"

    def test_sentences_that_explain_an_activity_belong_to_it(self):
        pages = changed(
            other="Genomföra en förstudie.=>Genomföra en förstudie. Uppföljningen av den ska "
            "samlas i ett verktyg. Kopplat till taxan. (Se även planen för hallar.) Bygga nytt."
        )
        titles = [row.title for row in read(pages).activities if row.lead_in == "Nämnduppdrag"]
        assert titles == [
            "Genomföra en förstudie. Uppföljningen av den ska samlas i ett verktyg. Kopplat till "
            "taxan. (Se även planen för hallar.)",
            "Bygga nytt.",
        ]


class TestAssignments:
    def test_assignments_carry_kind_addressee_and_report_back(self, plan):
        rows = [
            (row.kind, row.addressee, row.report_back, row.report_back_raw)
            for row in plan.assignments[:4]
        ]
        assert rows == [
            ("Kommunövergripande utvecklingsuppdrag", "Samtliga nämnder", None, None),
            (
                "Nämndspecifika utvecklingsuppdrag",
                "Kultur- och fritidsnämnden",
                "2031-06",
                "senast i juni 2031",
            ),
            ("Nämndspecifika utvecklingsuppdrag", "Omsorgsnämnden", None, None),
            (None, "Kultur- och fritidsförvaltningen", None, None),
        ]
        assert plan.followups[0].dates == "senast i juni 2031"

    def test_answers_are_ambiguous_unless_one_rule_decides(self, plan):
        answers = [(row.response, row.response_certainty) for row in plan.assignments[:4]]
        assert answers == [
            (None, "ambiguous"),
            ("answered", "probable"),  # repeats its words
            ("not_applicable", "probable"),  # the last answer for the last assignment
            ("answered", "probable"),  # the only assignment of its page
        ]
        assert places(plan, "MC377") == ["Byta till elcyklar i verksamheten."]

    def test_an_undecided_answer_offers_every_assignment_of_its_page(self, plan):
        row = next(row for row in plan.activities if row.title.startswith("Byta"))
        links = [link for link in plan.links if link.from_id == row.id]
        assert [link.to_id for link in links] == [row.id for row in plan.assignments[:3]]
        assert {(link.relation, link.certainty) for link in links} == {("implements", "ambiguous")}

    def test_an_answer_that_is_reported_elsewhere_says_so(self):
        pages = changed(
            more_activities="Gäller ej kultur- och fritidsnämnden.=>Ej aktuellt. Redovisat till "
            "kommunstyrelsen hösten-30."
        )
        row = read(pages).assignments[2]
        assert (row.response, row.response_certainty) == ("reported_elsewhere", "probable")

    def test_an_assignment_goes_on_over_a_page_break(self):
        pages = changed(
            more_activities="Omsorgsnämnden uppdras att öppna fler mötesplatser. =>Omsorgsnämnden "
            "uppdras att öppna mötesplatser ",
            other="Nämnduppdrag=>för äldre i hela kommunen. Gäller ej nämnden. Nämnduppdrag",
        )
        row = read(pages).assignments[2]
        assert row.title == (
            "Omsorgsnämnden uppdras att öppna mötesplatser för äldre i hela kommunen."
        )
        assert row.locator.count("+") == 1
        assert row.locator.endswith("L6:c1")
        assert (row.response, row.response_certainty) == ("not_applicable", "probable")

    def test_an_assignment_without_any_answer_has_none(self):
        pages = changed(other=" Genomföra en förstudie.=>")
        row = next(r for r in read(pages).assignments if "simhall" in r.title)
        assert (row.response, row.response_locator, row.response_certainty) == (
            "none",
            None,
            "probable",
        )

    def test_a_coordinator_is_no_addressee(self):
        pages = changed(
            more_activities="Omsorgsnämnden uppdras=>Omsorgsnämnden och socialnämnden med "
            "omsorgsnämnden som samordningsansvarig får i uppdrag"
        )
        row = read(pages).assignments[2]
        assert row.addressee == "Omsorgsnämnden och socialnämnden"
        assert row.coordinator == "omsorgsnämnden"

    def test_measures_of_assignments_are_embedded_indicators(self):
        pages = changed(
            more_activities="genom färre tjänsteresor.=>och minska antalet tjänsteresor med flyg."
        )
        [row] = [row for row in read(pages).indicators if row.origin == "assignment"]
        assert (row.name, row.direction) == ("antalet tjänsteresor med flyg", "decrease")

    def test_a_target_that_the_answers_of_a_page_part_is_cut_before_them(self):
        pages = changed(
            more_activities="Omsorgsnämnden uppdras att öppna fler mötesplatser. =>Omsorgsnämnden "
            "uppdras att minska antalet olyckor ",
            other="Nämnduppdrag=>bland äldre i hela kommunen. Gäller ej nämnden. Nämnduppdrag",
        )
        plan = read(pages)
        [row] = [row for row in plan.indicators if row.origin == "assignment"]
        [value] = [v for v in plan.measurements if v.indicator == row.id]
        assert row.name == "antalet olyckor bland äldre i hela kommunen"
        assert value.raw == "minska antalet olyckor"
        assert "+" not in value.locator

    def test_a_target_that_a_page_break_alone_parts_has_both_places(self):
        pages = list(PAGES.values())
        assert pages[5].startswith("Nämnduppdrag")
        pages[5:6] = [
            pages[5].partition(" en ny simhall")[0].replace("utreda", "minska antalet"),
            "olyckor i simhallar. Genomföra en förstudie." + pages[5].partition("förstudie.")[2],
        ]
        plan = read(pages)
        [row] = [row for row in plan.indicators if row.origin == "assignment"]
        [value] = [v for v in plan.measurements if v.indicator == row.id]
        assert value.raw == "minska antalet olyckor i simhallar"
        assert value.locator.endswith("+L7:c1")

    def test_policies_are_assignments_and_documents(self, plan):
        rows = [row for row in plan.assignments if row.kind == "Prioriterade styrdokument"]
        assert [(row.title, row.response, row.response_certainty) for row in rows] == [
            ("Kulturpolitiskt program för Linköpings kommun", None, "ambiguous"),
            ("Idrottspolitiskt program", None, "ambiguous"),
        ]
        referred = [row for row in plan.documents if row.role == "referenced"]
        assert [(row.title, row.kind) for row in referred] == [
            (row.title, "program") for row in rows
        ]
        assert [link.to_id for link in plan.links if link.relation == "addresses"] == [
            row.id for row in referred
        ]

    def test_the_only_policy_is_answered_by_all_activities_below_it(self):
        plan = read(changed(other="Idrottspolitiskt program Sprida=>Sprida"))
        [row] = [row for row in plan.assignments if row.kind == "Prioriterade styrdokument"]
        assert (row.response, row.response_certainty) == ("answered", "probable")
        own = [link for link in plan.links if link.to_id == row.id]
        assert [link.certainty for link in own] == ["probable", "probable"]

    def test_a_policy_without_activities_has_no_answer(self):
        pages = changed(
            other="Idrottspolitiskt program Sprida programmen till föreningarna Utbilda chefer i "
            "programmen=>"
        )
        [row] = [r for r in read(pages).assignments if r.kind == "Prioriterade styrdokument"]
        assert (row.response, row.response_locator) == ("none", None)

    def test_other_work_is_a_list_of_activities(self, plan):
        lead = "Planering för övriga uppdrag, handlingsplaner, projekt"
        assert [row.title for row in plan.activities if row.lead_in == lead] == [
            "Stöd till Linköpings konserthus.",
            "Samverkan med regionen om biblioteksdatasystem.",
        ]


class TestBrokenDocuments:
    def problems(self, pages):
        with pytest.raises(MunicompareError) as caught:
            read(pages)
        return caught.value.report.codes

    def test_all_that_is_missing_is_reported_at_once(self):
        assert self.problems({"page": "Rapport 2031"}) == ("MC320", "MC320", "MC320")

    def test_a_plan_without_tables_of_activities_is_refused(self):
        pages = {name: page.replace("Aktivitet ", "") for name, page in PAGES.items()}
        assert self.problems(pages) == ("MC320",)

    def test_tables_without_the_column_of_what_is_done_are_read(self):
        pages = {name: page.replace("Slutfört ", "") for name, page in PAGES.items()}
        plan, whole = read(pages), read()
        for table in ("goals", "indicators", "activities", "assignments"):
            ids = [row.id for row in getattr(plan, table)]
            assert ids == [row.id for row in getattr(whole, table)]

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("Nämndindikator 2029", "2029"),
            ("2029 2030 Målvärde 2031 Målvärde 2032 Målvärde 2033", "Utfall Målvärde"),
            ("2029 2030 Målvärde 2031", "2029 2029 Målvärde 2031"),
        ],
    )
    def test_half_a_header_is_refused(self, old, new):
        assert self.problems(changed(table=f"{old}=>{new}")) == ("MC331",)

    def test_a_table_that_ends_after_its_header_is_refused(self):
        pages = dict(PAGES)
        del pages["rest of the table"]
        pages["table"] = pages["table"].partition(" Samhälle ")[0]
        assert self.problems(pages) == ("MC331",)

    def test_a_title_without_committee_is_refused(self):
        pages = {
            name: page.replace("ultur- och fritidsnämndens verksamhet", "ulturens värld")
            for name, page in PAGES.items()
        }
        assert self.problems(pages) == ("MC320",)
