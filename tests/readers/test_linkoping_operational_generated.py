"""Typeset tables: what is set in rows and columns is read back, and never put elsewhere.

Every table is set row by row as text without columns, empty cells leaving nothing behind. A value
that is read as certain must be the one that was set there; one that is ambiguous must name the
right column among its candidates; none may be made up.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from municompare.model.elements import Measurement

from .linkoping_operational_plans import read

AREAS = ("Samhälle", "Medborgare", "Ekonomi", "Verksamhet", "Medarbetare")
COUNCIL = (
    "Attraktiv kommun", "En kommun för alla", "Goda välfärdstjänster", "Hållbar ekonomi",
    "Bra arbetsgivare", "God service", "Trygg kommun", "Smart kommun",
)  # fmt: skip
GOALS = (
    "Fler elever når målen", "Alla barn läser varje dag.", "Trygga skolor",
    "God tillgänglighet för alla invånare", "Samtliga elever ska ha en plan för sina studier.",
    "Friska medarbetare", "Effektiv lokalanvändning", "Hållbara resor till arbetet",
    "Ren luft i centrum.", "Budget i balans", "Brukarna är nöjda med sitt stöd",
)  # fmt: skip
SHARES = (
    "Andel elever med godkända betyg", "Andel nöjda brukare (%)", "Frånvaro (%)",
    "Andel behöriga lärare, i %", "Avvikelse från budget, i %",
)  # fmt: skip
COUNTS = (
    "Antal barn i förskolan", "Antal hushåll med stöd i snitt per månad",
    "Antal ärenden som avslutats", "Antal personer över 80 år med hemtjänst",
)  # fmt: skip
OTHERS = ("Nöjd medarbetarindex", "Hållbart engagemang (HME)", "Meritvärde i årskurs 9")
ACTIVITIES = (
    "Utveckla nya arbetssätt", "Införa digital tidbok", "Genomföra en enkät",
    "Förbättra rutinerna för inköp", "Ta fram en plan för lokaler", "Utbilda all personal",
)  # fmt: skip

Cell = tuple[str, float | None] | None
"""What a cell prints and its value; None for an empty one."""


@dataclass
class Typeset:
    """Pages of text, the columns, and the cells of every row by indicator and subgroup."""

    pages: list[str]
    columns: list[tuple[str, str]]
    rows: dict[tuple[str, str | None], list[Cell]] = field(default_factory=dict)
    goals: list[str] = field(default_factory=list)


class Typesetter:
    """Sets one random table."""

    def __init__(self, random: Random) -> None:
        self.random = random
        count = random.choice([3, 4, 4, 5])
        observed = min(random.choice([1, 2, 2]), count - 1)
        first = random.randrange(2015, 2040)
        self.columns = [
            (str(first + index), "observed" if index < observed else "target")
            for index in range(count)
        ]
        self.plan = Typeset([], self.columns)
        self.body: list[str] = []
        self.year = first + observed

    def set(self) -> Typeset:
        random = self.random
        goals = iter(random.sample(GOALS, k=8))
        council = iter(random.sample(COUNCIL, k=8))
        names = iter(random.sample(SHARES + COUNTS + OTHERS, k=12))
        numbered = random.random() < 0.5
        blocks = []
        for area in AREAS:
            own = [next(goals) for _ in range(random.choice([1, 1, 2]))][: 8 - len(self.plan.goals)]
            blocks.append(" ".join([area, "Nämndmål Aktivitet Slutfört", *own,
                                    *random.sample(ACTIVITIES, k=2)]))  # fmt: skip
            self.body += random.sample([area, next(council)], k=2)
            for goal in own:
                self._goal(goal, [n for n in (next(names, None),) if n], numbered=numbered)
            if len(self.plan.goals) >= 6:
                break
        head = " ".join(
            ("Målvärde " if role == "target" else "") + year for year, role in self.columns
        )
        self.plan.pages = [
            f"Förvaltningens verksamhetsplan {self.year} Bildningsnämndens verksamhet",
            "Linköpings kommun " + " ".join(blocks),
            "Kommunövergripande mål med bildningsnämndens nämndmål Målområde Kommunövergripande "
            f"mål Nämndmål Nämndindikator {head} " + " ".join(self.body),
        ]
        return self.plan

    def _goal(self, goal: str, names: list[str], *, numbered: bool) -> None:
        if not names:
            return
        self.plan.goals.append(goal)
        for index, name in enumerate(names):
            if index == 0:
                number = f"{len(self.plan.goals)} " if numbered else ""
                self.body.append(number + goal)
            self._row(name)

    def _row(self, name: str) -> None:
        base = self._base(name)
        cells = self._cells(name, base)
        set_name, printed = name, [cell[0] for cell in cells if cell]
        second = cells[1]
        if name in COUNTS and self.columns[1][1] == "observed" and second and second[1]:
            set_name = f"{name} ska öka. Basvärde {self.columns[1][0]} = {second[0]}"
            if printed[0] == "-":  # the dash of the empty year sticks to the base value
                set_name, self_glued = set_name, f"{set_name}-{printed[1]}"
                self.body += [self_glued, *printed[2:]]
                self.plan.rows[set_name, None] = cells
                return
        self.body += [set_name, *printed]
        self.plan.rows[set_name, None] = cells
        if name not in COUNTS and self.random.random() < 0.3:
            for label, key, factor in (("Kvinnor", "women", 1.02), ("Män", "men", 0.98)):
                part = self._cells(name, base * factor)
                self.body += [label, *(cell[0] for cell in part if cell)]
                self.plan.rows[set_name, key] = part

    def _base(self, name: str) -> float:
        if name in COUNTS:
            return self.random.choice([300, 1200, 2400, 45000])
        return self.random.uniform(40, 90)

    def _cells(self, name: str, base: float) -> list[Cell]:
        full = self.random.random() < 0.7
        cells: list[Cell] = []
        for _, role in self.columns:
            chance = self.random.random()
            if not full and self.random.random() < 0.4:
                cells.append(None)
            elif role == "target" and chance < 0.15:
                cells.append((self.random.choice(["Ska öka", "Ska minska"]), None))
            elif role == "observed" and chance < 0.15:
                cells.append((self.random.choice(["-", "Saknas"]), None))
            else:
                cells.append(self._figure(name, base * self.random.uniform(0.8, 1.25)))
        return cells if any(cells) else self._cells(name, base)

    def _figure(self, name: str, value: float) -> Cell:
        decimals = 0 if name in COUNTS else self.random.choice([0, 1])
        value = round(value, decimals)
        text = f"{value:,.{decimals}f}".replace(",", " ").replace(".", ",")
        sign = "%" if name == SHARES[0] else ""
        return text + sign, value


@st.composite
def _typeset(draw: st.DrawFn) -> Typeset:
    return Typesetter(draw(st.randoms(use_true_random=False))).set()


def _candidates(value: Measurement) -> list[str]:
    return str(value.period).strip("[]").split(",")


@settings(max_examples=150)
@given(_typeset())
def test_what_is_set_in_a_table_is_read_back_and_never_put_elsewhere(typeset: Typeset):
    plan = read(typeset.pages)
    assert set(typeset.goals) <= {goal.title for goal in plan.goals}
    names = {row.name: row.id for row in plan.indicators if row.origin == "table"}
    assert names.keys() == {name for name, _ in typeset.rows}
    for (name, subgroup), cells in typeset.rows.items():
        values = [
            value
            for value in plan.measurements
            if (value.indicator, value.subgroup) == (names[name], subgroup)
            and value.role != "baseline"
        ]
        printed = {
            column: cell for column, cell in zip(typeset.columns, cells, strict=True) if cell
        }
        if len(printed) == len(cells):
            assert {value.certainty for value in values} == {"certain"}
            assert len(values) == len(cells)
        for value in values:
            text = "".join(str(value.raw).split())
            if value.certainty == "ambiguous":
                right = [year for (year, _), cell in printed.items() if cell[1] == value.value]
                assert set(right) & set(_candidates(value)) or value.status == "undetermined"
            elif value.certainty == "certain":
                cell = printed[str(value.period), value.role]
                assert value.value == cell[1]
                assert text == "".join(cell[0].split())
