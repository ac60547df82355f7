"""What does a year of letters look like in a municipality that does not exist?"""
