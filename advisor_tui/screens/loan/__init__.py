"""Loan cases."""
