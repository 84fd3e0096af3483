"""The decision file: written and read back, kept as it was, and its faults told with file and key."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from clausecheck.model import Decision
from clausecheck.structure.decisions import NAME, DecisionFileError, Recorded, decisions_path, find_decisions, read_decisions, write_decisions

DECISION = Decision("dismissed", "A. Martin", "2026-09-02", 'phrase d\'un "autre" marché\\ ancien')
FINDING = Recorded(
    DECISION, what="clause", key="reuse", rule="reuse-x", force="required", quote="Les chaises sont « réemployées » à 30 %.", words="réemployées",
    document="cctp.docx", section="5 › 5.2")
CHECK = Recorded(replace(DECISION, status="accepted"), check="CK-10", verdict="missing")
HEAD = 'statut = "écarté"\npar = "A. Martin"\ndate = 2026-09-02\nmotif = "m"\n'


def test_round_trip(tmp_path: Path) -> None:
    path = tmp_path / NAME
    write_decisions(path, [FINDING, CHECK])
    assert read_decisions(path) == (FINDING, CHECK)
    text = path.read_text("utf-8")
    assert 'statut = "écarté"' in text and "date = 2026-09-02" in text and 'controle = "CK-10"' in text
    assert list(tmp_path.iterdir()) == [path]


def test_writing_again_keeps_comments_and_other_blocks(tmp_path: Path) -> None:
    path = tmp_path / NAME
    write_decisions(path, [FINDING])
    path.write_text(path.read_text("utf-8").replace("\n[[decision]]", "\n# vu avec le service juridique\n[[decision]]"), "utf-8")
    write_decisions(path, [FINDING, CHECK])
    assert "# vu avec le service juridique" in path.read_text("utf-8")
    assert read_decisions(path) == (FINDING, CHECK)
    write_decisions(path, [CHECK])
    assert read_decisions(path) == (CHECK,)
    write_decisions(path, [])
    assert read_decisions(path) == ()
    write_decisions(path, [FINDING])
    assert read_decisions(path) == (FINDING,)


def test_statuses_may_be_written_without_accents_and_in_english(tmp_path: Path) -> None:
    path = tmp_path / NAME
    for word, status in (("ecarte", "dismissed"), ("Accepté", "accepted"), ("accepted", "accepted")):
        path.write_text(f'[[decision]]\nstatut = "{word}"\npar = "B"\ndate = "2026-09-02"\nmotif = "m"\ncontrole = "CK-01"\n', "utf-8")
        assert read_decisions(path)[0].decision.status == status


@pytest.mark.parametrize(("text", "told"), [
    ("x = [", ("n'est pas un fichier TOML", "corrigez")),
    ("autre = 1", ("« autre »", "[[decision]]")),
    ("[decision]\nstatut = 'x'", ("deux crochets",)),
    (f'[[decision]]\n{HEAD}controle = "CK-01"\n[[decision]]\n{HEAD}fraze = "x"', ("décision n° 2", "« fraze »", "phrase")),
    ('[[decision]]\nstatut = "écarté"\ndate = 2026-09-02\nmotif = "m"\nphrase = "x"', ("décision n° 1", "« par »")),
    (f'[[decision]]\n{HEAD.replace("écarté", "jeté")}phrase = "x"', ("« statut »", "« jeté »")),
    (f'[[decision]]\n{HEAD.replace("2026-09-02", "2026")}phrase = "x"', ("« date »", "2026-09-02")),
    (f"[[decision]]\n{HEAD}", ("« phrase »", "« controle »")),
    (f'[[decision]]\n{HEAD}controle = "CK-01"\nphrase = "x"', ("« phrase »", "« controle »")),
    (f'[[decision]]\n{HEAD}phrase = "x"\ntype = "mot"', ("« type »", "« mot »")),
    (f"[[decision]]\n{HEAD}phrase = 3", ("« phrase »", "texte")),
])
def test_faults_name_file_and_key(tmp_path: Path, text: str, told: tuple[str, ...]) -> None:
    path = tmp_path / NAME
    path.write_text(text, "utf-8")
    with pytest.raises(DecisionFileError) as caught:
        read_decisions(path)
    assert NAME in str(caught.value)
    for words in told:
        assert words in str(caught.value)


def test_a_folder_that_refuses_is_told(tmp_path: Path) -> None:
    with pytest.raises(DecisionFileError, match="ne peut pas être écrit"):
        write_decisions(tmp_path / "absent" / NAME, [CHECK])


def test_where_decisions_are_kept(tmp_path: Path) -> None:
    folder = tmp_path / "marche"
    folder.mkdir()
    piece = tmp_path / "rc.docx"
    assert decisions_path([folder]) == folder / NAME
    assert decisions_path([piece, tmp_path / "cctp.docx"]) == tmp_path / NAME
    assert find_decisions([folder, piece]) == []
    (folder / NAME).write_text("", "utf-8")
    (tmp_path / NAME).write_text("", "utf-8")
    assert find_decisions([folder, piece, piece]) == [folder / NAME, tmp_path / NAME]
