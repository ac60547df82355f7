"""Are the secrets of mailboxes kept whole, and for us alone?"""

from pathlib import Path

import pytest

from tracker.base.errors import Unavailable
from tracker.intake.mailbox_secrets import Secret, SecretFiles


def test_a_secret_is_kept_for_its_owner_alone(tmp_path: Path) -> None:
    files = SecretFiles(tmp_path / "secrets")
    assert files.read("post", Secret.PASSWORD) == ""
    assert files.since("post", Secret.PASSWORD) is None

    files.write("post", Secret.PASSWORD, "één geheim ")
    files.write("post", Secret.PASSWORD, "een ander geheim ")

    assert files.read("post", Secret.PASSWORD) == "een ander geheim "
    assert files.since("post", Secret.PASSWORD) is not None
    assert [path.name for path in files.folder.iterdir()] == ["post.password"]
    assert files.folder.stat().st_mode & 0o777 == 0o700
    assert files.path("post", Secret.PASSWORD).stat().st_mode & 0o777 == 0o600


def test_a_secret_that_cannot_be_kept_or_read_is_said_without_the_secret(tmp_path: Path) -> None:
    (tmp_path / "secrets").write_text("here no folder can be made")
    files = SecretFiles(tmp_path / "secrets")
    with pytest.raises(Unavailable) as refused:
        files.write("post", Secret.PASSWORD, "heel-geheim")
    assert "heel-geheim" not in repr(refused.value)

    folder = SecretFiles(tmp_path / "other")
    folder.path("post", Secret.PASSWORD).mkdir(parents=True)
    with pytest.raises(Unavailable):
        folder.read("post", Secret.PASSWORD)
    with pytest.raises(Unavailable):
        folder.write("post", Secret.PASSWORD, "heel-geheim")
    assert [path.name for path in folder.folder.iterdir()] == ["post.password"]
