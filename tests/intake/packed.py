"""How does Outlook pack a letter into winmail.dat? Writes one, for tests (MS-OXTNEF)."""

import struct


def attribute(level: int, number: int, value: bytes, kind: int = 6) -> bytes:
    """Return one attribute with its checksum."""
    head = struct.pack("<BHHI", level, number, kind, len(value))
    return head + value + struct.pack("<H", sum(value) & 0xFFFF)


def properties(*found: tuple[int, int, bytes]) -> bytes:
    """Return properties of MAPI, each a type, a number and a value of any length."""
    packed = [struct.pack("<I", len(found))]
    for kind, number, value in found:
        filled = value + b"\0" * (-len(value) % 4)
        packed.append(struct.pack("<HHII", kind, number, 1, len(value)) + filled)
    return b"".join(packed)


def winmail(*files: tuple[str, bytes], text: str = "", rich: bytes = b"") -> bytes:
    """Return a winmail.dat with these files, a plain text and a text that only Outlook reads."""
    packed = [struct.pack("<IH", 0x223E9F78, 1)]
    packed.append(attribute(1, 0x9007, struct.pack("<II", 1252, 0)))
    if text:
        packed.append(attribute(1, 0x800C, text.encode("cp1252") + b"\0"))
    if rich:
        packed.append(attribute(1, 0x9003, properties((0x102, 0x1009, rich))))
    for name, data in files:
        packed.append(attribute(2, 0x9002, b"\x01\0" + b"\xff" * 12))
        packed.append(attribute(2, 0x8010, b"KORT~1.PDF\0"))
        packed.append(attribute(2, 0x800F, data))
        long_name = (name + "\0").encode("utf-16-le")
        packed.append(attribute(2, 0x9005, properties((0x1F, 0x3707, long_name))))
    return b"".join(packed)
