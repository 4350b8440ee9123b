"""tmwatch: follows US trademark cases through the USPTO's TSDR service and tells people what changed.

Start here:

- `cli/`         the command line; the only place where parts are put together
- `config.py`    watchlist.yaml -> frozen settings; every mistake at once, with its place
- `daemon.py`    wakes on schedule, reloads, stops cleanly
- `poll.py`      one poll, from the watchlist to the notices: the story of the program
- `deliver.py`   the outbox: pending deliveries -> channels, with retries
- `ports.py`     what poll and deliver need from outside
- `trademark/`   pure: numbers, cases, status documents, differences, readings, notices
- `adapters/`    the outside world, one library each: TSDR, limits, store, channels, rendering
- `simulator/`   a small USPTO for the demo and the tests
- `errors.py`    what can go wrong, named for who must act
"""
