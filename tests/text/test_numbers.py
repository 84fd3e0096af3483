"""French numbers, sums of money, Roman numerals, number words."""

from __future__ import annotations

import pytest

from clausecheck.text.numbers import find_amounts, parse_number, parse_roman, parse_words


@pytest.mark.parametrize(("text", "value"), [
    ("40", 40.0), ("40,5", 40.5), ("40.0", 40.0), ("1 234,56", 1234.56), ("1.234,56", 1234.56),
    ("1 200 000", 1200000.0), ("0,6", 0.6), ("1.200", 1200.0),
])
def test_numbers(text: str, value: float) -> None:
    assert parse_number(text) == pytest.approx(value)


@pytest.mark.parametrize("text", ["", "x", "12 mois", "1,2,3", "1 23"])
def test_not_numbers(text: str) -> None:
    assert parse_number(text) is None


@pytest.mark.parametrize(("text", "value"), [("IV", 4), ("XIV", 14), ("MCMXC", 1990), ("IIII", None), ("", None), ("AB", None)])
def test_roman(text: str, value: int | None) -> None:
    assert parse_roman(text) == value


@pytest.mark.parametrize(("text", "value"), [
    ("vingt-quatre", 24), ("soixante et onze", 71), ("quatre-vingts", 80), ("quatre-vingt-dix-huit", 98), ("deux cents", 200), ("mille", 1000),
    ("trois", 3), ("beaucoup", None), ("", None),
])
def test_words(text: str, value: int | None) -> None:
    assert parse_words(text) == value


@pytest.mark.parametrize(("text", "value", "tax"), [
    ("420 000 € HT", 420000.0, "HT"), ("1,5 M€", 1500000.0, ""), ("2 millions d’euros", 2000000.0, ""), ("600 000,00 euros TTC", 600000.0, "TTC"),
    ("90 k€ H.T.", 90000.0, "HT"), ("180 000 euros hors taxes", 180000.0, "HT"), ("1.200.000,50 € (HT)", 1200000.5, "HT"),
])
def test_amounts(text: str, value: float, tax: str) -> None:
    found = find_amounts(text)
    assert [(amount.value, amount.tax) for amount in found] == [(pytest.approx(value), tax)]
    assert found[0].start == 0


def test_a_number_without_euros_is_no_amount() -> None:
    assert find_amounts("4 000,00 feuilles, 12 % et 30 jours") == []
