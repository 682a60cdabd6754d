"""The files of patterns and words: every key of theirs is read, and none but theirs."""

from __future__ import annotations

import pytest
import yaml

from pipelines.classifications.codes import SCHEMES
from pipelines.foundation.declaration import DeclarationError, DeclarationFile
from pipelines.interpretation.declared.captions import CAPTIONS
from pipelines.interpretation.declared.header import HEADER
from pipelines.interpretation.declared.identity import IDENTITY
from pipelines.interpretation.declared.narrative import NARRATIVE
from pipelines.interpretation.declared.recognition import RECOGNITION
from pipelines.interpretation.declared.statements import STATEMENTS
from pipelines.personal_data.policy import POLICY
from pipelines.release.package import PACKAGE

FILES = (SCHEMES, CAPTIONS, HEADER, IDENTITY, NARRATIVE, RECOGNITION, STATEMENTS, POLICY, PACKAGE)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_misspelt_key_is_an_error(file: DeclarationFile[object]):
    ((name, text),) = file.texts()
    for key in yaml.safe_load(text):
        misspelt = f"{key}x"
        declared = {misspelt if each == key else each: value for each, value in yaml.safe_load(text).items()}
        if file is SCHEMES:
            declared = {key: {**value, "widhts": []} for key, value in declared.items()}
        with pytest.raises(DeclarationError, match=name):
            file.parse(yaml.safe_dump(declared, allow_unicode=True), name)
