"""The automatic proposal (自动配置): an integer program over whole lots that covers needs in their order of priority.

Only `program` imports the solver; nothing here is imported at start-up.
"""
