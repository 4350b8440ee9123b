"""The record of checks as evidence (promise 5): how its rows are chained, sealed by the day, thinned and judged.

Pure: it is handed rows and says what they come to. What stands where is the store's business.

- `row`: a row of the record, and the chain that links each to all before it
- `seal`: what a day's rows come to, which of them stay for ever, and the head that chains a day to the day before
- `gaps`: how a case was looked at over time, and when it was not
"""
