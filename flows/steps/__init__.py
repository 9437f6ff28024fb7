"""What a flow does, as plain functions that can be tried without Prefect."""
