"""Needs: how large, and from which answers, holdings and members. Sentences and figures stand in data/needs/."""
