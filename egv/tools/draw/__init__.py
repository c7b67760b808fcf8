"""Pictures that egv draws itself: cards, posters, codes and sheets; no decision on their use."""
