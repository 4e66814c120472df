// Ticked rows: counted, sent with a bulk step, and remembered over pages, orders and sizes as long as the filter of the list stays.
import { $, $$ } from './page.js';

const PREFIX = 'rows:';
const rowsOf = (id) => $$(`[data-row][form="${id}"]`);
const keyOf = (form) => PREFIX + form.dataset.rowsOf.split('?')[0];

function remembered(form) {
  try {
    const kept = JSON.parse(sessionStorage.getItem(keyOf(form)));
    return new Set(kept?.filter === form.dataset.rowsOf ? kept.pks : []);
  } catch { return new Set(); /* storage is switched off: a page remembers its own rows */ }
}

function remember(form, pks) {
  try {
    if (pks.size) sessionStorage.setItem(keyOf(form), JSON.stringify({ filter: form.dataset.rowsOf, pks: [...pks] }));
    else sessionStorage.removeItem(keyOf(form));
  } catch { /* as above */ }
}

function elsewhere(form) {
  return ($('[data-elsewhere-rows]', form)?.value || '').split(',').filter(Boolean);
}

// A tick is the id and, behind a colon, what the row was when it was shown: what has changed since is ticked anew, or not at all.
const idOf = (ticket) => ticket.split(':')[0];

// The ids of other pages go along in one hidden field; the server judges every row of them.
function carryElsewhere(form, pks) {
  $('[data-elsewhere-rows]', form)?.remove();
  if (!pks.length) return;
  const input = Object.assign(document.createElement('input'), { type: 'hidden', name: 'pks', value: pks.join(',') });
  input.dataset.elsewhereRows = '';
  form.append(input);
}

function show(form) {
  const rows = rowsOf(form.id);
  const here = rows.filter((row) => row.checked).length;
  const away = elsewhere(form).length;
  const head = $(`[data-select-all="${form.id}"]`);
  if (head) Object.assign(head, { checked: rows.length > 0 && here === rows.length, indeterminate: here > 0 && here < rows.length });
  const count = $('[data-bulk-count]', form);
  const all = $('[data-bulk-all]', form);
  const text = away && !all?.checked ? count.dataset.elsewhere : count.dataset.text;
  count.textContent = text.replace('{count}', all?.checked ? all.dataset.total : here + away).replace('{elsewhere}', away);
  $('[data-bulk-clear]', form).hidden = !(here + away);
}

function restore(form) {
  const pks = remembered(form);
  const rows = rowsOf(form.id);
  for (const row of rows) row.checked = pks.has(row.value);
  const here = new Set(rows.map((row) => idOf(row.value)));
  const away = [...pks].filter((pk) => !here.has(idOf(pk)));
  carryElsewhere(form, away);
  remember(form, new Set([...away, ...rows.filter((row) => row.checked).map((row) => row.value)]));
  show(form);
}

function changed(input) {
  const form = document.getElementById(input.dataset.selectAll || input.getAttribute('form') || input.form.id);
  if (!form) return;
  const rows = rowsOf(form.id);
  if (input.dataset.selectAll) rows.forEach((row) => { row.checked = input.checked; });
  if (form.dataset.rowsOf) remember(form, new Set([...elsewhere(form), ...rows.filter((row) => row.checked).map((row) => row.value)]));
  show(form);
}

function clear(form) {
  rowsOf(form.id).forEach((row) => { row.checked = false; });
  $('[data-bulk-all]', form).checked = false;
  carryElsewhere(form, []);
  remember(form, new Set());
  show(form);
}

/** True if a bulk step would have no row to work on. */
export function nothingTicked(form) {
  return !$('[data-bulk-all]', form)?.checked && !elsewhere(form).length && !rowsOf(form.id).some((row) => row.checked);
}

/** Put what is ticked in the form `bulk` into the form of a dialog. */
export function carryRows(form, bulk) {
  $$('[data-carried]', form).forEach((old) => old.remove());
  if (!bulk) return;
  for (const [name, value] of new FormData($(bulk))) {
    if (name === 'csrf_token') continue;
    const input = Object.assign(document.createElement('input'), { type: 'hidden', name, value });
    input.dataset.carried = '';
    form.append(input);
  }
}

/** A bulk step is on its way: what was ticked for it is done with. */
export function forgetRows(form) {
  if (!form.matches('[data-bulk]') && !$('[data-carried][name=pks], [data-carried][name=all]', form)) return;
  for (const bulk of $$('[data-rows-of]')) remember(bulk, new Set());
}

document.addEventListener('change', (event) => { if (event.target.matches('[data-row], [data-select-all], [data-bulk-all]')) changed(event.target); });
document.addEventListener('click', (event) => { const button = event.target.closest('[data-bulk-clear]'); if (button) clear(button.form); });

const begin = () => $$('[data-bulk]').forEach((form) => (form.dataset.rowsOf ? restore(form) : show(form)));
addEventListener('pageshow', (event) => { if (event.persisted) begin(); });
begin();

// Nobody is signed in: what the last person ticked is no longer anybody's.
if ($('.frame-bare')) {
  try { Object.keys(sessionStorage).filter((key) => key.startsWith(PREFIX)).forEach((key) => sessionStorage.removeItem(key)); } catch { /* as above */ }
}
