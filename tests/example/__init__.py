"""The disclosures of a city that does not exist: budgets and final accounts of twelve departments over two years.

`python -m tests.example FOLDER` typesets them; `make example` publishes them. No place is called 示例市, Example City,
and no figure is of a real department. Departments are coded anew in the second year, as happens.
"""
