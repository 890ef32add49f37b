"""What is printed: typeset pages with an embedded Chinese font, made from plain contents and never from markup."""
