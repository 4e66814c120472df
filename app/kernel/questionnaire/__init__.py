"""Questions that a feature lets its organisers ask: text, one choice of several, a scale. `rules` judges answers, `models` holds a question, `forms` asks it."""
