"""What the user sees of a run, on a terminal and in a log; what the guide says of columns and reasons."""

from __future__ import annotations

import io
import re
from collections import Counter
from pathlib import Path

import pytest

from clausecheck.batch.columns import COLUMNS, column_of
from clausecheck.batch.progress import REASONS, Bar, Lines, clock, figure, summary_lines, teller
from clausecheck.batch.summary import Summary

GUIDE = (Path(__file__).resolve().parents[2] / "docs" / "batch.md").read_text("utf-8")


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def _summary(**changes: object) -> Summary:
    return Summary(**{"planned": 1200, "checked": 300, "seconds": 20.0, **changes})  # type: ignore[arg-type]


def test_plain_lines_when_it_is_no_terminal() -> None:
    stream = io.StringIO()
    with teller(stream) as told:
        assert isinstance(told, Lines)
        told.say("Bonjour.")
        told.going(_summary())
    assert stream.getvalue() == "Bonjour.\n", "nothing more within ten seconds"
    lines = Lines(stream, every_s=0.0)
    lines.counting(4321)
    lines.going(_summary(failed=2, reasons=Counter(crashed=2)))
    assert stream.getvalue().splitlines()[1:] == [
        "Recensement : 4\N{NO-BREAK SPACE}321 marchés…", "302/1\N{NO-BREAK SPACE}200 marchés, 15,1 marchés/s, reste 0:59, 2 échecs"]


def test_a_bar_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "120")
    stream = Terminal()
    with teller(stream) as told:
        assert isinstance(told, Bar)
        told.counting(3)
        told.going(_summary(failed=1))
        told.say("Un fichier [rouge] manque.")
    shown = stream.getvalue()
    assert "301/1\N{NO-BREAK SPACE}200 marchés" in shown and "1 échec" in shown and "reste" in shown and "Un fichier [rouge] manque." in shown


def test_one_is_singular_in_the_closing_lines() -> None:
    lines = summary_lines(Summary(planned=1, checked=1, unchanged=0, documents=1, pages=1, words=1, seconds=1.0))
    assert lines[0] == "1 marché : 1 contrôlé, 0 en partie, 0 en échec, 0 inchangé." and lines[1].startswith("1 document, 1 page, 1 mot en ")


def test_the_closing_lines() -> None:
    lines = summary_lines(_summary(partial=1, failed=3, unchanged=10, seconds=152.0, reasons=Counter(crashed=1, timeout=2)))
    assert lines[0] == "1\N{NO-BREAK SPACE}200 marchés : 300 contrôlés, 1 en partie, 3 en échec, 10 inchangés."
    assert lines[1].endswith("en 2:32 (2,0 marchés/s).")
    assert lines[2:] == ["  2 : temps dépassé (timeout)", "  1 : lecteur arrêté net (crashed)"]
    assert "reprend" in summary_lines(_summary(interrupted=True))[0]


@pytest.mark.parametrize(("changes", "code"), [
    ({}, 0), ({"checked": 0, "unchanged": 4}, 0), ({"checked": 0, "failed": 4}, 3), ({"failed": 1}, 4), ({"partial": 1}, 4), ({"interrupted": True}, 130),
])
def test_exit_codes(changes: dict[str, object], code: int) -> None:
    assert _summary(**changes).exit_code() == code


def test_figures() -> None:
    assert (clock(42), clock(725), clock(11049)) == ("0:42", "12:05", "3:04:09")
    assert figure(1234.56, 1) == "1\N{NO-BREAK SPACE}234,6"


def test_the_guide_tells_every_column_and_every_reason() -> None:
    table = GUIDE[GUIDE.index("### Les colonnes"):GUIDE.index("## La date du droit")]
    told = {name for name in re.findall(r"`([^`]+)`", table) if column_of(name)}
    assert {name for names in COLUMNS.values() for name in names} <= told, "a column the guide does not tell"
    for code in REASONS:
        assert f"`{code}`" in GUIDE
