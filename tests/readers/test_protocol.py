"""How readers are found and chosen."""

from __future__ import annotations

import sys
import types
from collections.abc import Iterator
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from municompare import MunicompareError
from municompare.documents import SourceDocument, load_document
from municompare.model.plan import PlanRecord
from municompare.readers import Reader, Recognition, available_readers, choose_reader, protocol
from municompare.testing import example_plan


class _LetterReader:
    """Knows documents that begin with a salutation."""

    name = "letters"
    family = "letters"

    def recognise(self, document: SourceDocument) -> Recognition:
        known = document.lines[0].startswith("Dear")
        return Recognition(score=float(known), reasons=("a salutation",) if known else ())

    def read(self, document: SourceDocument) -> PlanRecord:
        return example_plan().record


class _RivalReader(_LetterReader):
    name = "rivals"


@pytest.fixture
def announce(monkeypatch: pytest.MonkeyPatch) -> Iterator[types.ModuleType]:
    """Announce readers as another package would, by entry points of a module."""
    module = types.ModuleType("letters_of_another_package")
    monkeypatch.setitem(sys.modules, module.__name__, module)

    def entry_points(group: str) -> list[EntryPoint]:
        return [
            EntryPoint(name, f"{module.__name__}:{name}", group)
            for name in vars(module)["announced"]
        ]

    monkeypatch.setattr(protocol, "entry_points", entry_points)
    protocol._announced.cache_clear()
    yield module
    protocol._announced.cache_clear()


@pytest.fixture
def letter(tmp_path: Path) -> SourceDocument:
    path = tmp_path / "letter.txt"
    path.write_text("Dear all,\nno news.\n")
    return load_document(path)


def test_the_bundled_readers_are_announced() -> None:
    assert [reader.name for reader in available_readers()] == [
        "linkoping",
        "linkoping-operational",
        "linkoping-programme",
        "norrkoping",
        "silkeborg",
    ]
    assert all(isinstance(reader, Reader) for reader in available_readers())


def test_a_reader_of_another_package_is_chosen_with_its_reason(
    announce: types.ModuleType, letter: SourceDocument
) -> None:
    announce.announced, announce.Letters = ["Letters"], _LetterReader  # type: ignore[attr-defined]
    choice = choose_reader(letter)
    assert (choice.reader.name, choice.reason) == ("letters", "a salutation")


def test_a_broken_reader_is_listed_but_not_fatal(
    announce: types.ModuleType, letter: SourceDocument, tmp_path: Path
) -> None:
    announce.announced = ["Letters", "Missing", "Number"]  # type: ignore[attr-defined]
    announce.Letters, announce.Number = _LetterReader, int  # type: ignore[attr-defined]
    assert choose_reader(letter).reader.name == "letters"
    (tmp_path / "other.txt").write_text("To whom it may concern\n")
    with pytest.raises(MunicompareError, match="MC006") as caught:
        choose_reader(load_document(tmp_path / "other.txt"))
    for name in ("letters", "'Missing'", "'Number'"):
        assert name in str(caught.value)


def test_two_readers_that_know_a_document_equally_well_are_asked_about(
    announce: types.ModuleType, letter: SourceDocument
) -> None:
    announce.announced = ["Letters", "Rivals"]  # type: ignore[attr-defined]
    announce.Letters, announce.Rivals = _LetterReader, _RivalReader  # type: ignore[attr-defined]
    with pytest.raises(MunicompareError, match=r"letters and rivals.*MC011"):
        choose_reader(letter)
    assert choose_reader(letter, name="rivals").reader.name == "rivals"


def test_an_unknown_reader_names_those_installed(letter: SourceDocument) -> None:
    with pytest.raises(
        MunicompareError, match=r"linkoping-programme, norrkoping, silkeborg.*MC008"
    ):
        choose_reader(letter, name="malmo")


def test_without_any_reader_the_error_says_none(
    announce: types.ModuleType, letter: SourceDocument
) -> None:
    announce.announced = []  # type: ignore[attr-defined]
    with pytest.raises(MunicompareError, match="Tried: none"):
        choose_reader(letter)


@pytest.mark.parametrize(
    ("name", "reader"),
    [
        ("linkoping-internbudget-2019.md", "linkoping"),
        ("norrkoping-verksamhetsplan-2016.txt", "norrkoping"),
        ("silkeborg-aftale-2017.md", "silkeborg"),
        ("linkoping-verksamhetsplan-2019.txt", "linkoping-operational"),
        ("linkoping-arbetsmarknadsprogram.md", "linkoping-programme"),
    ],
)
def test_every_real_document_goes_to_its_own_reader(
    shared_documents: Path, name: str, reader: str
) -> None:
    choice = choose_reader(load_document(shared_documents / name))
    assert choice.reader.name == reader
    assert choice.reason
