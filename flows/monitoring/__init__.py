"""What is wrong by each site's own history: observed, judged by rules, kept as alarms, told to receivers."""
