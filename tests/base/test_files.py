"""Is a file there whole or not at all?"""

import resource
from hashlib import sha256
from pathlib import Path

import pytest

from tracker.base.errors import NotFound, Unavailable
from tracker.base.files import FileStore

LETTER = b"Beste gemeente," * 1000


@pytest.fixture
def files(tmp_path: Path) -> FileStore:
    return FileStore(tmp_path / "files")


def test_what_is_kept_comes_back_under_its_hash(files: FileStore) -> None:
    name = files.keep(LETTER)
    assert name == sha256(LETTER).hexdigest()
    assert files.read(name) == LETTER
    assert files.kept(name).read_bytes() == LETTER


def test_the_same_file_is_kept_once(files: FileStore) -> None:
    assert files.keep(LETTER) == files.keep(LETTER)
    assert len([path for path in files.folder.rglob("*") if path.is_file()]) == 1


def test_nothing_stays_of_a_file_that_does_not_fit(files: FileStore) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, hard))
    try:
        with pytest.raises(Unavailable) as refused:
            files.keep(LETTER)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert "schijf" in str(refused.value.message)
    assert refused.value.details["errno"]
    assert [path for path in files.folder.rglob("*") if path.is_file()] == []
    assert files.read(files.keep(LETTER)) == LETTER


def test_a_folder_that_cannot_be_made_is_said_to_be_so(tmp_path: Path) -> None:
    (tmp_path / "files").write_text("in the way")
    with pytest.raises(Unavailable):
        FileStore(tmp_path / "files").keep(LETTER)


@pytest.mark.parametrize("name", ["", "../" * 20 + "etcpw", "a" * 63, "a" * 65, "/" * 64, "." * 64])
def test_no_name_leads_out_of_the_folder(files: FileStore, name: str) -> None:
    with pytest.raises(NotFound):
        files.path(name)


def test_a_file_that_was_never_kept_is_not_found(files: FileStore) -> None:
    for look in (files.read, files.kept):
        with pytest.raises(NotFound):
            look("a" * 64)
