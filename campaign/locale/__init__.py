"""The wordings, a folder of `.po` files for each language."""
