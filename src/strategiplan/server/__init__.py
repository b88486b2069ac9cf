"""How you look while you write: a live preview in the browser, for this computer alone."""
