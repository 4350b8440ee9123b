"""US trademark cases, purely: no clock, no network, no database, no log. Time is an argument."""
