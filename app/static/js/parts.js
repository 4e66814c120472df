// Fields that only matter once a box is ticked appear with it: data-shown-by names the boxes, data-shown-value the one.
import { $$ } from './page.js';

function show(input) {
  const { shownBy, shownValue } = input.dataset;
  const box = $$(`input[name="${shownBy}"]`, input.form).find((each) => each.value === shownValue);
  input.closest('.field').hidden = !box?.checked;
}

const watched = $$('[data-shown-by]');
watched.forEach(show);
document.addEventListener('change', (event) => {
  for (const each of watched) if (each.dataset.shownBy === event.target.name) show(each);
});
