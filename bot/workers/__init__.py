"""The parts that run for as long as the program does, each in the one loop of `part`."""
