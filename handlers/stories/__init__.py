"""Stories: handing in, changing, looking back."""
