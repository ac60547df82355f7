"""Which fixtures does every test have?"""

import pytest

pytest_plugins = [
    "tests.servers.browser",
    "tests.servers.dovecot",
    "tests.servers.postgres",
    "tests.servers.smtp",
    "tests.servers.web",
]

# Each worker that needs one of these starts its own; kept together, they start once.
KEPT_TOGETHER = {"postgres_url": "postgres", "imap_server": "mail"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Send the tests that share a server to the same worker (``--dist loadgroup``)."""
    for item in items:
        for fixture, group in KEPT_TOGETHER.items():
            if fixture in getattr(item, "fixturenames", ()):
                item.add_marker(pytest.mark.xdist_group(group))
                break
