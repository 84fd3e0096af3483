"""Dates, hours and durations as French buyers write them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from clausecheck.text.fold import fold
from clausecheck.text.numbers import parse_words

__all__ = ["Duration", "Moment", "find_dates", "find_durations"]

_MONTHS = {
    "janvier": 1, "janv": 1, "fevrier": 2, "fevr": 2, "fev": 2, "mars": 3, "avril": 4, "avr": 4, "mai": 5, "juin": 6, "juillet": 7, "juil": 7,
    "aout": 8, "septembre": 9, "sept": 9, "octobre": 10, "oct": 10, "novembre": 11, "nov": 11, "decembre": 12, "dec": 12,
}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_HOUR = (
    r"(?:[\s,;.(-]*(?:a|avant|jusqu'a|heure limite|heure)?\s*:?\s*(?:(?P<hour>[01]?\d|2[0-4])\s?(?:h(?:eures?)?\s?(?P<minute>[0-5]\d)?"
    r"|:\s?(?P<minute2>[0-5]\d)"
    r"(?::[0-5]\d)?)(?!\d)|(?P<noon>midi|minuit)))?"
)
_DATE = re.compile(
    r"(?<![\w/.-])(?:(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)\s+)?"
    rf"(?:(?P<day>\d{{1,2}})\s?(?:er|\.?e\.?r)?\s*(?P<month>{_MONTH})\.?\s*(?P<year>\d{{4}})"
    r"|(?P<y2>\d{4})-(?P<m2>\d{2})-(?P<d2>\d{2})(?:t(?=\d))?"
    r"|(?P<d3>\d{1,2})(?P<sep>[/.-])(?P<m3>\d{1,2})(?P=sep)(?P<y3>\d{4}|\d{2})(?![\d/.]))" + _HOUR
)
_HINT = re.compile(r"\d[\s.er]*(?:" + _MONTH + r")|\d[/.-]\d\d?[/.-]\d|\d{4}-\d\d-\d\d")
_NUMBER_WORD = (
    r"(?:un|une|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|dix-huit|vingt(?:[- ](?:et[- ]un|quatre))?"
    r"|trente(?:[- ]six)?|quarante(?:[- ]huit)?|cinquante|soixante)"
)
_DURATION = re.compile(
    rf"(?<![\w,.])(?P<value>\d{{1,4}}|{_NUMBER_WORD})\s*(?:\(\s*(?:\d{{1,4}}|{_NUMBER_WORD})\s*\)\s*)?"
    r"(?P<unit>ans?|annees?|mois|semaines?|jours?)(?![a-z])"
)


@dataclass(frozen=True, slots=True)
class Moment:
    """A date (`iso`: "2026-02-01"), with its hour ("16:30", "" when none), at `start … end` of the text."""

    iso: str
    time: str
    start: int
    end: int

    @property
    def value(self) -> str:
        """"2026-02-01T16:30", or the date alone."""
        return f"{self.iso}T{self.time}" if self.time else self.iso


@dataclass(frozen=True, slots=True)
class Duration:
    """`value` `unit` ("an", "mois", "semaine", "jour") at `start … end` of the text."""

    value: int
    unit: str
    start: int
    end: int

    @property
    def months(self) -> float:
        """Length in months (a year is 12, a week 7/30, a day 1/30)."""
        return self.value * {"an": 12.0, "mois": 1.0, "semaine": 7 / 30, "jour": 1 / 30}[self.unit]

    def __str__(self) -> str:
        plural = "s" if self.value > 1 and self.unit != "mois" else ""
        return f"{self.value} {self.unit}{plural}"


def _numbers(match: re.Match[str]) -> tuple[int, int, int]:
    if match["day"]:
        return int(match["year"]), _MONTHS[match["month"]], int(match["day"])
    if match["y2"]:
        return int(match["y2"]), int(match["m2"]), int(match["d2"])
    year = int(match["y3"])
    return (year + 2000 if year < 100 else year), int(match["m3"]), int(match["d3"])


def _time(match: re.Match[str]) -> str:
    if match["noon"]:
        return "12:00" if match["noon"] == "midi" else "00:00"
    if not match["hour"]:
        return ""
    return f"{int(match['hour']) % 24:02d}:{match['minute'] or match['minute2'] or '00'}"


def find_dates(text: str) -> list[Moment]:
    """Every calendar date of `text` between 1990 and 2099, in order, with the hour that follows it.

    Understood: "lundi 1er février 2026 à 16 h 30", "12 août 2020", "01/02/2026 - 12:00", "2026-02-01", "1.2.26". Impossible dates are left out.
    """
    folded = fold(text)
    if not _HINT.search(folded):
        return []
    found = []
    for match in _DATE.finditer(folded):
        year, month, day = _numbers(match)
        if not 1990 <= year <= 2099:
            continue
        try:
            iso = date(year, month, day).isoformat()
        except ValueError:
            continue
        time = _time(match)
        end = match.end() if time else match.end() - len(match.group()) + len(match.group().rstrip(" .,;(-:"))
        found.append(Moment(iso, time, match.start(), end))
    return found


def find_durations(text: str) -> list[Duration]:
    """Every duration of `text`, in order: "24 mois", "quatre (4) ans", "un an", "120 jours"."""
    found = []
    for match in _DURATION.finditer(fold(text)):
        raw = match["value"]
        value = int(raw) if raw.isdigit() else parse_words(raw)
        if value:
            unit = match["unit"]
            name = "an" if unit.startswith("an") else "mois" if unit == "mois" else unit.rstrip("s")
            found.append(Duration(value, name, match.start(), match.end()))
    return found
