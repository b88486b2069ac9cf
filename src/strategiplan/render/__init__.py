"""How it looks: views with every label resolved, and renderers that turn them into files (`publishing`).

Nothing is imported here: a report in the terminal must not wait for the model that a page needs.
"""
