"""The watchlist that `tmwatch init` writes: small, commented, and right once its variables are set."""

from __future__ import annotations

_STARTER = """\
# The watchlist of tmwatch. `tmwatch validate` reads it and says what it means.
# Every key that there is, with its meaning: watchlist.example.yaml.
#
# A value such as ${USPTO_API_KEY} is taken from the environment, so that no secret stands in this file.

tsdr:
  # Your key for the USPTO's TSDR service; free, at https://account.uspto.gov/api-manager
  api_key: ${USPTO_API_KEY}

# Where notices go. Any address that apprise knows (https://appriseit.com/services/): e-mail, Slack, Teams, ...
channels:
  docket:
    # E-mail: user, password and server of the mailbox that sends, and after `to=` who receives.
    url: mailtos://docket:${SMTP_PASSWORD}@smtp.example.com?to=docket@example.com
  # chat:
  #   url: slack://${SLACK_TOKEN_A}/${SLACK_TOKEN_B}/${SLACK_TOKEN_C}/#trademarks

# Who hears when something is wrong with the watching itself: the name of a channel.
operator: docket

# What is watched: groups, each with the channels that are told about it.
watch:
  - name: Our marks
    role: owner            # owner: our own or our client's marks; competitor: somebody else's
    tell: [docket]
    marks:
      - 78787878           # a serial number, in any way of writing it: 78/787,878 is the same
      # - serial: 97/123,456
      #   label: AZUKI ZEN         # what you call it
      #   matter: 1042-0007        # your own reference
      # - registration: 3,500,030  # instead of the serial number
  # - name: Competitors
  #   role: competitor
  #   tell: [docket]
  #   marks_file: competitors.csv  # a spreadsheet saved as CSV, with a header such as: Serial No.,Mark,Docket
"""


def starter_watchlist() -> str:
    """The text of the file. It loads when USPTO_API_KEY and SMTP_PASSWORD are set."""
    return _STARTER
