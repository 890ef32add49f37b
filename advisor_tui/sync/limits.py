"""Caps on what is read from outside; larger work goes into the next sequence number."""

MIB = 1 << 20

MAX_FILE = 32 * MIB
"""Bytes of one sealed file (.zip.age)."""
MAX_SIGNATURE = 4096
"""Bytes of one signature file."""
MAX_UNPACKED = 64 * MIB
"""Bytes of everything inside one bundle."""
MAX_ENTRIES = 32
"""Files inside one bundle."""
MAX_NAME = 100
"""Characters of a path inside one bundle."""
MAX_RATIO = 200
"""Unpacked bytes per packed byte of one file inside a bundle."""
MAX_DEPTH = 16
"""Levels of nesting in one JSON value."""
MAX_LINE = 4 * MIB
"""Bytes of one line of a JSON Lines file."""
MAX_KEY_FILE = 64 * 1024
"""Bytes of an enrolment or key file."""
MAX_PARKED = 512 * MIB
"""Bytes of waiting bundles that one sender may park."""
MAX_QUARANTINE = 2048 * MIB
"""Bytes of refused files that head office keeps copies of; beyond that only the reasons are kept."""
TARGET_SEGMENT = 24 * MIB
"""Bytes of changes after which the sealing side begins the next bundle: the rest of the bag fits beside them."""
