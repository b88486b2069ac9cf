"""The website: its pages, its data, what is written anew, and how it looks in a browser."""
