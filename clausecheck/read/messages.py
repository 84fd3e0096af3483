"""What reading has to say: one French sentence a case, each naming the file, what happened and what to do."""

from __future__ import annotations

from clausecheck.model import IssueCode, ReadingIssue

__all__ = ["ReadError", "say"]

_C = IssueCode

_MESSAGES: dict[str, tuple[IssueCode, str]] = {
    "missing": (_C.MISSING_FILE, "« {name} » est introuvable : vérifiez le chemin indiqué."),
    "not-a-file": (_C.UNREADABLE, "« {name} » n'est pas un fichier ordinaire : indiquez un fichier ou un dossier."),
    "denied": (_C.UNREADABLE, "« {name} » n'a pas pu être ouvert ({why}) : vérifiez vos droits, ou fermez le programme qui l'utilise."),
    "empty": (_C.EMPTY, "« {name} » est vide (0 octet) : le dépôt ou la copie a sans doute échoué, demandez le fichier à nouveau."),
    "no-text": (_C.NO_TEXT, "« {name} » ne contient aucun texte : rien n'a pu y être cherché, vérifiez qu'il s'agit du bon fichier."),
    "too-large": (_C.TOO_LARGE, "« {name} » dépasse la taille admise ({size} Mo pour {limit} Mo) : découpez-le ou allégez ses images."),
    "bomb": (_C.TOO_LARGE, "« {name} » se déploie bien au-delà de ce que contient un document ordinaire ({why}) : il a été refusé par sécurité, "
                           "ré-enregistrez-le depuis son logiciel d'origine."),
    "cut": (_C.TOO_LARGE, "« {name} » est trop volumineux pour être lu en entier : {read}, la suite non ; découpez-le."),
    "encrypted": (_C.ENCRYPTED, "« {name} » est protégé par un mot de passe : enregistrez-en une copie sans mot de passe, puis relancez."),
    "damaged": (_C.DAMAGED, "« {name} » est endommagé ({why}) : ouvrez-le dans son logiciel d'origine, enregistrez-en une copie, puis relancez."),
    "truncated": (_C.TRUNCATED, "« {name} » est incomplet ({why}) : la copie ou le téléchargement s'est interrompu, demandez le fichier à nouveau."),
    "doctype": (_C.UNREADABLE, "« {name} » contient une déclaration XML interdite dans un document (DOCTYPE) : il a été refusé par sécurité, "
                               "ré-enregistrez-le depuis son logiciel d'origine."),
    "deep": (_C.NESTED_TOO_DEEP, "« {name} » imbrique trop de niveaux ({why}) : la partie concernée n'a pas été lue, simplifiez sa mise en forme."),
    "archive-deep": (_C.NESTED_TOO_DEEP, "« {name} » est une archive dans une archive elle-même incluse dans une archive : elle n'a pas été ouverte, "
                                         "décompressez-la."),
    "unsafe-path": (_C.UNSAFE_PATH, "« {name} » désigne un emplacement hors de l'archive : ce fichier a été refusé par sécurité, "
                                    "demandez une archive saine."),
    "unsupported": (_C.UNSUPPORTED, "« {name} » n'est pas d'un format lu ({why}) : enregistrez-le en .docx, .odt, .xlsx ou .pdf."),
    "picture": (_C.UNSUPPORTED, "« {name} » est une image ({why}) : le texte d'une image isolée n'est pas lu, fournissez un .pdf ou un .docx."),
    "archive": (_C.UNSUPPORTED, "« {name} » est une archive de plusieurs fichiers : elle se lit comme un dossier de consultation entier, "
                                "pas comme un document."),
    "archive-format": (_C.UNSUPPORTED, "« {name} » est une archive d'un format non lu ({why}) : décompressez-la, puis indiquez le dossier obtenu."),
    "converter": (_C.NEEDS_CONVERTER, "« {name} » est d'un ancien format ({why}) qui demande LibreOffice : installez LibreOffice, "
                                      "ou enregistrez le fichier en .docx, .xlsx ou .pdf."),
    "conversion": (_C.DAMAGED, "« {name} » n'a pas pu être converti par LibreOffice ({why}) : enregistrez-le en .docx, .xlsx ou .pdf."),
    "revisions-accepted": (_C.TRACKED_CHANGES, "« {name} » contient des modifications suivies : il est lu comme si toutes étaient acceptées."),
    "revisions-original": (_C.TRACKED_CHANGES, "« {name} » contient des modifications suivies : il est lu dans sa version d'origine."),
    "comments": (_C.COMMENTS, "« {name} » contient des commentaires ({count}) : ils sont mis à part et ne comptent pas comme du texte du marché."),
    "hidden": (_C.HIDDEN_TEXT, "« {name} » contient du texte masqué (passages : {count}) : il est mis à part, affichez-le pour le vérifier."),
    "embedded": (_C.EMBEDDED, "« {name} » contient des objets incorporés ({count} ; {why}) dont le texte n'est pas lu : joignez-les à part."),
    "pictures-only": (_C.SCANNED_NO_OCR, "« {name} » contient surtout des images et presque pas de texte : le texte des images n'est pas lu, "
                                         "fournissez la version numérique ou un .pdf."),
    "part-missing": (_C.DAMAGED, "« {name} » a une partie illisible ({why}) : le reste a été lu, ouvrez-le et enregistrez-en une copie."),
    "chunk": (_C.TRUNCATED, "« {name} » contient des documents insérés tels quels ({count}) dont le texte n'a pas été lu : ouvrez-le dans Word, "
                            "enregistrez-le à nouveau, puis relancez."),
    "duplicate": (_C.DUPLICATE, "« {other} » a exactement le même contenu que « {name} » : il n'est lu et compté qu'une fois."),
    "attachments": (_C.ATTACHMENTS, "« {name} » porte des pièces jointes ({count} : {why}) : elles se lisent comme des documents à part."),
    "empty-folder": (_C.EMPTY, "« {name} » ne contient aucun document : vérifiez le dossier ou l'archive indiqué."),
    "too-many": (_C.TOO_LARGE, "« {name} » contient plus de {limit} fichiers : seuls les premiers ont été lus, répartissez-les par consultation."),
    "output": (_C.TOO_LARGE, "« {name} » contient trop de texte pour être lu d'un bloc : {read} ; découpez le fichier."),
    "timeout": (_C.TIMEOUT, "« {name} » n'a pas pu être lu en {seconds} s : {read} ; découpez le fichier ou relancez avec un délai plus long."),
    "memory": (_C.MEMORY, "« {name} » demande plus de mémoire que la limite ({limit} Mo) : {read} ; découpez le fichier ou allégez ses images."),
    "crashed": (_C.CRASHED, "« {name} » a fait échouer le lecteur ({why}) : {read} ; enregistrez-en une copie depuis son logiciel d'origine."),
    "encoding": (_C.GARBLED_TEXT, "« {name} » n'est pas un texte lisible ({why}) : enregistrez-le en UTF-8, en .docx ou en .pdf."),
    "renamed": (_C.WRONG_EXTENSION, "« {name} » porte l'extension {suffix} mais son contenu est au format {found} : "
                                    "il est lu d'après son contenu, corrigez son nom."),
}


class ReadError(Exception):
    """A file, or what remains of it, cannot be read; `issue` says why. Raised and caught inside the readers only."""

    def __init__(self, issue: ReadingIssue) -> None:
        super().__init__(issue.message)
        self.issue = issue


def say(key: str, name: str, *, page: int | None = None, **values: object) -> ReadingIssue:
    """The issue `key` for the file `name`; `values` fill the sentence. Raises KeyError for an unknown key or a missing value."""
    code, sentence = _MESSAGES[key]
    return ReadingIssue(code=code, message=sentence.format(name=name, **values), page=page)
