// A select that settles others: data-settles says, by its value, what other selects of the form become; they offer nothing else while it holds.
// Radio choices with data-only-for="select=value" are offered while that select holds that value, or nothing. The server refuses what does not fit in any case.
import { $$ } from './page.js';

function settle(select) {
  const rules = JSON.parse(select.dataset.settles);
  const settled = rules[select.value] ?? {};
  for (const name of new Set(Object.values(rules).flatMap(Object.keys))) {
    const other = select.form.elements[name];
    if (!other?.options) continue;
    if (name in settled) other.value = settled[name];
    for (const option of other.options) option.disabled = name in settled && option.value !== settled[name];
  }
}

function offer(choice) {
  const [name, value] = choice.dataset.onlyFor.split('=');
  const input = choice.querySelector('input');
  const held = input.form.elements[name]?.value;
  choice.hidden = Boolean(held) && held !== value;
  if (choice.hidden) input.checked = false;
}

const settling = $$('select[data-settles]');
const offered = $$('[data-only-for]');
settling.forEach(settle);
offered.forEach(offer);
document.addEventListener('change', (event) => {
  if (settling.includes(event.target)) settle(event.target);
  offered.forEach((each) => { if (each.dataset.onlyFor.startsWith(`${event.target.name}=`)) offer(each); });
});
