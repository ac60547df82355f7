"""Is this the right password, and how do we keep one that nobody can read back?"""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

# 19 MiB, two rounds, one lane: the smallest that OWASP advises, about 70 ms on one core.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
# A password that nobody knows, to compare with when there is no such account.
_NOBODY = (
    "$argon2id$v=19$m=19456,t=2,p=1$5KdeqbGBY"
    "VQjnSkPZaH65w$uo+bLsCf1/AT13zFWwYA0wj7J82+GbWmTCMhPXxZMIc"
)


def hash_password(password: str) -> str:
    """Return the salted hash of *password*."""
    return _HASHER.hash(password)


def is_right(password_hash: str | None, password: str) -> bool:
    """Tell whether *password* fits; takes as long for an account that is not there."""
    try:
        fits = _HASHER.verify(password_hash or _NOBODY, password)
    except (VerificationError, InvalidHashError):
        return False
    return fits and password_hash is not None


def is_outdated(password_hash: str) -> bool:
    """Tell whether the hash was made with other settings than today's."""
    return _HASHER.check_needs_rehash(password_hash)
