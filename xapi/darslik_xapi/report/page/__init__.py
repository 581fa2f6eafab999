"""The page: `view` says what it consists of, `manager` and `designer` fill it, `page.html.j2` and `page.css` show it.

A new part is a function that takes a `Course` and gives a `Part`, in the list of its audience.
"""
