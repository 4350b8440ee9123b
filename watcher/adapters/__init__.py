"""The outside world; each third-party library is imported by one module here."""
