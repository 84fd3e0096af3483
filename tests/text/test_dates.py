"""Dates, hours and durations as French buyers write them."""

from __future__ import annotations

import pytest

from clausecheck.text.dates import find_dates, find_durations


@pytest.mark.parametrize(("text", "value"), [
    ("lundi 1er février 2026 à 16 h 30", "2026-02-01T16:30"),
    ("le 12 août 2024", "2024-08-12"),
    ("1.e.r septembre 2021, à 12 heures", "2021-09-01T12:00"),
    ("03/07/2025 - 12:00", "2025-07-03T12:00"),
    ("2026-03-09T10:15:00+01:00", "2026-03-09T10:15"),
    ("Mercredi 08 avril 2026 jusqu’à 11h00 (heure de Paris)", "2026-04-08T11:00"),
    ("le 15 mai 2023 à midi", "2023-05-15T12:00"),
    ("2 févr. 2024", "2024-02-02"),
    ("4.11.25", "2025-11-04"),
    ("Date : 19 avril 2025 ........ Heure : 15h00", "2025-04-19T15:00"),
])
def test_one_date(text: str, value: str) -> None:
    found = find_dates(text)
    assert [moment.value for moment in found] == [value]
    assert text[found[0].start : found[0].end].strip() == text[found[0].start : found[0].end]


@pytest.mark.parametrize("text", [
    "article 12.3.4 du CCAG", "31/02/2025", "loi du 12 mars 1856", "tél. 04.11.22.33.44", "de 12 à 24 mois", "norme NF EN 12464-1", "version 1.2.3.4",
])
def test_no_date(text: str) -> None:
    assert find_dates(text) == []


def test_offsets_hold_and_order_is_kept() -> None:
    text = "Publié le 2 juin 2025, à rendre avant le 30 juin 2025 à 17 h."
    first, second = find_dates(text)
    assert (text[first.start : first.end], text[second.start : second.end]) == ("2 juin 2025", "30 juin 2025 à 17 h")


@pytest.mark.parametrize(("text", "value", "months"), [
    ("quatre (4) ans", "4 ans", 48.0),
    ("une durée de vingt-quatre mois, renouvelable", "24 mois", 24.0),
    ("48 (quarante-huit) mois", "48 mois", 48.0),
    ("un an", "1 an", 12.0),
    ("120 jours", "120 jours", 4.0),
    ("trente-six mois", "36 mois", 36.0),
])
def test_durations(text: str, value: str, months: float) -> None:
    found = find_durations(text)
    assert str(found[0]) == value
    assert found[0].months == pytest.approx(months)


def test_a_model_number_is_no_duration() -> None:
    assert find_durations("la référence A12 mois-clés et le lot 3 ansible") == []
