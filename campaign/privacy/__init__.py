"""What people are told of their data: who sees what, and which notice they agreed to."""
