"""The ways in: mailbox, mail, paper."""
