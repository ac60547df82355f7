"""Which fixtures does every test have?"""

# Each pytest worker starts its own servers, and only those that its tests ask for.
pytest_plugins = [
    "tests.servers.browser",
    "tests.servers.dovecot",
    "tests.servers.postgres",
    "tests.servers.smtp",
    "tests.servers.tables",
    "tests.servers.web",
]
