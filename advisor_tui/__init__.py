"""The desk of a bank branch's financial advisor."""

__version__ = "0.1.0"
