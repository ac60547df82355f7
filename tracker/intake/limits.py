"""How much of one mail do we read before we say that it is too much?

Real letters stay far below these. What lies beyond is still kept whole, as it came; only its
reading stops, and the case says so.
"""

MAX_PARSED_BYTES = 60 * 2**20  # of a whole mail; mail servers mostly stop at 25 to 50 MB
MAX_HEADERS = 1_000
MAX_HEADER_BYTES = 32 * 2**10  # of one header; 20,000 addressees take seconds to read
MAX_ALL_HEADERS_BYTES = 256 * 2**10
MAX_PART_HEADER = 1_500  # characters of Content-Type and Content-Disposition
MAX_ADDRESSES = 200
MAX_MESSAGE_ID_BYTES = 990
MAX_REFERENCES = 100
MAX_MULTIPARTS = 60  # containers in containers; the standard library recurses through them
MAX_PARTS = 1_000
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
