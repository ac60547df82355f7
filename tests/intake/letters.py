"""Which mails do the tests put into the mailbox? Invented people, example domains only."""

from email.message import EmailMessage

PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00"
    b"\x1f\x15\xc4\x89\x00\x00\x00\rIDATx\x9cc\xf8\xcf\xc0\xf0\x1f\x00\x05\x00\x01\xff\x89\x99="
    b"\x1d\x00\x00\x00\x00IEND\xaeB`\x82"
)


def letter(
    text: str = "Geachte heer, mevrouw,\n\nDe lantaarnpaal voor mijn huis is stuk.\n",
    *,
    sender: str = "Fatma Yıldız <fatma@inwoner.example>",
    subject: str = "Lantaarnpaal stuk",
    message_id: str = "<1@inwoner.example>",
    **headers: str,
) -> bytes:
    """Return a plain mail; more headers go by name, with _ for -."""
    mail = EmailMessage()
    mail["From"] = sender
    mail["To"] = "post@waterrijk.example"
    mail["Subject"] = subject
    mail["Message-ID"] = message_id
    mail["Date"] = "Wed, 03 Jun 2026 11:58:00 +0200"
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    return mail.as_bytes()


def letter_with_files() -> bytes:
    """Return a mail with text, HTML with a picture in it, and a file with a Dutch name."""
    mail = EmailMessage()
    mail["From"] = "Bouwbedrijf Zeezicht <info@zeezicht.example>"
    mail["To"] = "post@waterrijk.example"
    mail["Subject"] = "Tekening van de dakkapel"
    mail["Message-ID"] = "<tekening@zeezicht.example>"
    mail["Date"] = "Wed, 03 Jun 2026 11:58:00 +0200"
    mail.set_content("Hierbij de tekening.")
    mail.add_alternative('<p>Hierbij de <b>tekening</b>.</p><img src="cid:logo@z">', "html")
    mail.add_attachment(PNG, "image", "png", cid="<logo@z>", filename="logo.png")
    mail.add_attachment(b"%PDF-1.4 tekening", "application", "pdf", filename="Dakkapel één.pdf")
    return mail.as_bytes()


def out_of_office(message_id: str = "<weg@inwoner.example>", **headers: str) -> bytes:
    """Return what a mail program answers for somebody who is away."""
    return letter(
        "Ik ben er maandag weer.",
        subject="Automatisch antwoord: Uw vraag",
        message_id=message_id,
        Auto_Submitted="auto-replied",
        **headers,
    )


def bounce_of(message_id: str) -> bytes:
    """Return what a mail server says about a mail of ours that it could not deliver."""
    return (
        "From: MAILER-DAEMON@mx.inwoner.example\r\nTo: post@waterrijk.example\r\n"
        "Return-Path: <>\r\nSubject: Undelivered Mail Returned to Sender\r\n"
        "Message-ID: <dsn1@mx.inwoner.example>\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="grens"\r\n\r\n'
        "--grens\r\nContent-Type: text/plain\r\n\r\nNo such user.\r\n"
        "--grens\r\nContent-Type: message/delivery-status\r\n\r\n"
        "Reporting-MTA: dns; mx.inwoner.example\r\n\r\n"
        "Final-Recipient: rfc822; fatma@inwoner.example\r\nAction: failed\r\nStatus: 5.1.1\r\n"
        "--grens\r\nContent-Type: text/rfc822-headers\r\n\r\n"
        f"From: post@waterrijk.example\r\nMessage-ID: {message_id}\r\nSubject: Uw vraag\r\n"
        "--grens--\r\n"
    ).encode()


def nested(depth: int) -> bytes:
    """Return a mail with *depth* multiparts inside each other."""
    head = b"From: bom@afzender.example\r\nSubject: Bom\r\nMIME-Version: 1.0\r\n"
    return head + b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (level, level)
        for level in range(depth)
    )


def with_file(data: bytes, filename: str) -> bytes:
    """Return a mail with one file, whatever is in it."""
    mail = EmailMessage()
    mail["From"] = "Fatma Yıldız <fatma@inwoner.example>"
    mail["To"] = "post@waterrijk.example"
    mail["Subject"] = "Bijlage"
    mail["Date"] = "Wed, 03 Jun 2026 11:58:00 +0200"
    mail.set_content("Zie de bijlage.")
    mail.add_attachment(data, "application", "octet-stream", filename=filename)
    return mail.as_bytes()
