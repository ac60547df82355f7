"""How much of one mail do we read before we say that it is too much?

Real letters stay far below these. What lies beyond is still kept whole, as it came; only its
reading stops, and the case says so.
"""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """What an administrator may set; the rest of this module is fixed."""

    seconds: int = 20  # of one mail, by the clock on the wall; the longest we ever saw took two
    memory_mb: int = 1_024  # of the process that reads it
    mail_mb: int = 100  # of a whole mail; mail servers mostly stop at 25 to 50
    parts: int = 1_000
    headers: int = 1_000
    addresses: int = 200

    @property
    def mail_bytes(self) -> int:
        """The largest mail of which we read more than its headers."""
        return self.mail_mb * 2**20

    @property
    def containers(self) -> int:
        """How many parts may hold parts: the standard library recurses through them."""
        return max(self.parts // 4, 1)


MAX_PARSED_BYTES = 60 * 2**20  # of a mail without its large attachments
LARGE_ATTACHMENT_BYTES = 512 * 2**10  # as it is written in the mail, in base64
MAX_HEADER_BYTES = 32 * 2**10  # of one header; 20,000 addressees take seconds to read
MAX_ALL_HEADERS_BYTES = 256 * 2**10
MAX_HEADERS_ONLY_BYTES = 2**20  # of a mail that is not read any further
MAX_PART_HEADER = 1_500  # characters of Content-Type and Content-Disposition
MAX_MESSAGE_ID_BYTES = 990
MAX_REFERENCES = 100
MAX_REPORT_BLOCKS = 5_000  # empty lines in a mail with a delivery report
MAX_DEPTH = 20
MAX_TEXT = 1_000_000  # characters
MAX_HTML = 1_500_000
MAX_HTML_AS_TEXT = 400_000  # laying out text is the slow part
MAX_HTML_DEPTH = 1_000  # elements in elements; cleaning takes the square of it
MAX_INLINE_PICTURE_BYTES = 256 * 2**10
MAX_INLINE_PICTURES_BYTES = 2**20
MAX_FILE_NAME = 150
MAX_PDF_PAGES = 200
