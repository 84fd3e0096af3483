"""What setup.cfg cannot say: every build starts clean, so that a rule deleted from the tree does not live on in a wheel."""

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py


class CleanBuild(build_py):
    """build_py that empties the package's build folder first."""

    def run(self) -> None:
        if not self.editable_mode:
            shutil.rmtree(Path(self.build_lib) / "clausecheck", ignore_errors=True)
        super().run()


setup(cmdclass={"build_py": CleanBuild})
