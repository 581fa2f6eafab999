"""Learning records over xAPI: from any LRS to answers.

Read `client` (talk to an LRS), `store` (land its statements), `plan` (what a course tracks), `measures` (questions as
expressions), `engines` (what runs them), `report` (pages for people). Nothing here imports `darslik`: the two share
files only, the tracking plan above all.
"""
