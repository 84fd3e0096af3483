"""A stored report reads as the report did, and is placed among its peers."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from clausecheck.cli.main import cli
from clausecheck.model import Report
from clausecheck.pipeline import check
from clausecheck.report import json as json_form
from clausecheck.report import markdown, text
from clausecheck.store.peers import peers_of
from clausecheck.store.rebuild import extra_dict, report_of
from clausecheck.store.record import failed_record, record_of
from clausecheck.store.store import Store
from tests.report.decided import decided
from tests.report.sample import sample
from tests.store.made import PROVENANCE, record

PIECES = {
    "cctp.md": "# Cahier des clauses techniques particulières\n\n## 3 Exigences\n\nLes papiers livrés sont certifiés FSC ou équivalent.\n\n"
               "Les appareils livrés sont reconditionnés à hauteur de 30 % au moins.\n",
    "rc.md": "# Règlement de la consultation\n\nAcheteur : Commune de Villeneuve-sur-Lys.\n\nLes offres sont jugées sur le prix (60 %) et la valeur "
             "environnementale (40 %).\n",
}


def real(folder: Path) -> Report:
    for name, words in PIECES.items():
        (folder / name).write_text(words, "utf-8")
    return check([folder / "absent.pdf", *(folder / name for name in PIECES)])


def same(report: Report) -> None:
    own = record_of(report, key="a", fingerprint="f")
    again = report_of(json_form.report_dict(report), extra_dict(report))
    assert json_form.render(again) == json_form.render(report)
    for lang in ("fr", "en"):
        for width in (60, 80, 110):
            assert text.render(again, lang=lang, width=width) == text.render(report, lang=lang, width=width)
    assert text.render(again, colour=True) == text.render(report, colour=True)
    assert markdown.render(again) == markdown.render(report)
    assert own.report_json and own.extra_json


def test_the_sample_comes_back_word_for_word() -> None:
    same(sample())
    same(decided())


def test_a_real_check_comes_back_word_for_word(tmp_path: Path) -> None:
    report = real(tmp_path)
    assert report.demands and report.checks
    same(report)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "lot.sqlite"


def run(*arguments: object) -> tuple[int, str, str]:
    done = CliRunner().invoke(cli, [str(argument) for argument in arguments])
    return done.exit_code, done.stdout, done.stderr.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(("sectors", "notified", "said"), [
    (("it",), "", "l'année de ce marché n'est pas connue."), ((), "2026-03-01", "le secteur de ce marché n'est pas connu."),
    ((), "", "ni le secteur ni l'année de ce marché ne sont connus."),
])
def test_why_there_is_no_comparison(path: Path, sectors: tuple[str, ...], notified: str, said: str) -> None:
    report = sample()
    tender = replace(report.tender, sectors=sectors, launch_date=None, facts=())
    with Store.open(path) as store:
        store.write([record_of(replace(report, tender=tender), key="a", fingerprint="f", stated={"notified": notified} if notified else {})])
    assert f"Pas de comparaison : {said}" in " ".join(run("show", path, "a")[1].split())


def test_show_prints_the_report_and_its_place(path: Path) -> None:
    report = sample()
    with Store.open(path) as store:
        store.write([record_of(report, key="2026-017", fingerprint="f")])
        store.write([record(f"M{n}", sectors=("it",), notified="2026-03-01", conformity=10.0 * n, ambition=20.0 if n else None) for n in range(8)])
    code, out, _ = run("show", path, "2026-017")
    assert code == 0 and out.startswith(text.render(report))
    assert "PARMI LES MARCHÉS COMPARABLES" in out and "même secteur (it)" in out
    assert "Conformité : 50, 3e sur 9 ; médiane 40, la moitié des marchés entre 20 et 50." in " ".join(out.split())
    assert "Ambition : 41,6, 1er sur 8 ; médiane 20" in " ".join(out.split())
    assert "Contrôlé par clausecheck 0.1.0, règles 2026.1" in out
    code, out, _ = run("show", path, "2026-017", "--format", "json")
    assert code == 0 and out == json_form.render(report)


def test_too_few_peers(path: Path) -> None:
    with Store.open(path) as store:
        store.write([record_of(sample(), key="a", fingerprint="f"), record("b", sectors=("it",), notified="2026-01-01", ambition=3.0)])
        store.write([record("c", sectors=("it",)), record("d", notified="2026-01-01")])
        found = peers_of(store, "a")
        assert found.ambition is not None and (found.ambition.count, found.ambition.rank, found.ambition.median) == (2, None, None)
        assert peers_of(store, "b").conformity is None
        assert peers_of(store, "c").year is None and peers_of(store, "d").sector == ""
        with pytest.raises(KeyError):
            peers_of(store, "z")
    out = " ".join(run("show", path, "a")[1].split())
    assert "Ambition : 41,6 ; 1 autre seulement a ce score, il en faut 5 pour comparer." in out
    assert "Conformité : 50 ; aucun autre marché n'a ce score" in out


def test_equal_scores_share_a_rank(path: Path) -> None:
    with Store.open(path) as store:
        store.write([record(f"M{n}", sectors=("it",), notified="2026-01-01", ambition=float(score)) for n, score in enumerate((9, 9, 5, 4, 3, 1))])
        standings = [peers_of(store, f"M{n}").ambition for n in range(6)]
    assert [own.rank for own in standings if own] == [1, 1, 3, 4, 5, 6]
    assert standings[0] and (standings[0].low, standings[0].median, standings[0].high) == (3.25, 4.5, 8.0)


def test_what_cannot_be_shown(path: Path) -> None:
    with Store.open(path) as store:
        store.write([failed_record("M1", "", failure="timeout", message="trop long.", provenance=PROVENANCE), record("100%/M2")])
    code, out, _ = run("show", path, "M1")
    assert code == 0 and "« M1 » n'a pas pu être contrôlé (timeout) : trop long." in out.replace("\N{NO-BREAK SPACE}", " ")
    code, _, err = run("show", path, "M1", "--format", "json")
    assert code == 2 and "n'a pas pu être contrôlé (timeout)" in err
    code, _, err = run("show", path, "0%")
    assert code == 2 and "ne contient pas le marché « 0% » ; marchés au nom proche : « 100%/M2 »." in err
    code, _, err = run("show", path, "autre")
    assert code == 2 and "ne contient pas le marché « autre »" in err
    code, _, err = run("show", path, "100%/M2")
    assert code == 2 and "écrit par une autre version" in err
    code, _, err = run("show", path.with_name("rien.sqlite"), "M1")
    assert code == 2 and "est introuvable : indiquez le fichier écrit par" in err
