"""Check-ins: handing in, changing, looking back."""
