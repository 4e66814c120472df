// What is typed into a form is never lost: the browser asks before it is left, and a copy stays on this device, for this person and this form's address,
// until the form is saved or the person signs out. Never passwords, never files. Forms: [data-guard] (pages) and [data-reason] (dialogs).
import { $$, beside, texts, toast } from './page.js';

const DAY = 24 * 3600 * 1000;
const FORMS = 'form[data-guard], form[data-reason]';
const session = document.querySelector('#session-warning');
const person = session?.dataset.person;
const standing = new WeakMap(); // what a form held before anybody touched it
const sent = new WeakSet();
const offered = new WeakMap();
let leaving = false;

// --- Reading and writing a form -----------------------------------------------------------------------------------------

const editorOf = (field) => (field.type === 'hidden' ? document.querySelector(`trix-editor[input="${field.id}"]`) : null);
const counts = (field) => field.name && (editorOf(field) || !['hidden', 'password', 'file', 'submit', 'button', 'reset'].includes(field.type));

function valueOf(field) {
  if (field.type === 'checkbox' || field.type === 'radio') return field.checked ? '1' : '';
  if (field.tagName === 'SELECT') return [...field.selectedOptions].filter((option) => option.value).map((option) => [option.value, option.text]);
  return field.value;
}

function typed(form) {
  const found = {};
  for (const field of form.elements) if (counts(field)) (found[field.name] ??= []).push(valueOf(field));
  return found;
}

function putBack(form, values) {
  const seen = {};
  for (const field of [...form.elements].filter(counts)) {
    seen[field.name] = (seen[field.name] ?? -1) + 1;
    const value = values[field.name]?.[seen[field.name]];
    if (value === undefined) continue;
    if (editorOf(field)) editorOf(field).editor.loadHTML(value);
    else if (field.type === 'checkbox' || field.type === 'radio') field.checked = value === '1';
    else if (field.tagName === 'SELECT') choose(field, value);
    else field.value = value;
    field.dispatchEvent(new Event('change', { bubbles: true }));
  }
  form.dispatchEvent(new Event('input', { bubbles: true }));
}

function choose(select, pairs) {
  if (select.tomselect) {
    for (const [value, text] of pairs) select.tomselect.addOption({ value, text });
    select.tomselect.setValue(pairs.map(([value]) => value));
    return;
  }
  for (const [value, text] of pairs) if (![...select.options].some((option) => option.value === value)) select.add(new Option(text, value));
  for (const option of select.options) option.selected = pairs.some(([value]) => value === option.value);
}

// --- The browser asks before a changed form is left ------------------------------------------------------------------------

const remember = (form) => standing.set(form, JSON.stringify(typed(form)));
const changed = (form) => standing.has(form) && !sent.has(form) && JSON.stringify(typed(form)) !== standing.get(form);
const inUse = (form) => !form.closest('dialog') || form.closest('dialog').open;

$$(FORMS).forEach(remember);
document.addEventListener('focusin', (event) => {
  const form = event.target.closest?.(FORMS);
  if (form && !standing.has(form)) remember(form); // a dialog fetched later
  if (form?.matches('[data-reason]')) offer(form);
});
document.addEventListener('trix-initialize', (event) => {
  const form = event.target.closest(FORMS);
  if (form) remember(form); // the editor writes the same text in its own way
});
addEventListener('beforeunload', (event) => {
  if (!leaving && $$(FORMS).some((form) => inUse(form) && changed(form))) event.preventDefault();
});
addEventListener('pageshow', (event) => { if (event.persisted) $$(FORMS).forEach((form) => sent.delete(form)); });

// A dialog with something written in it asks too, however it is closed.
for (const type of ['click', 'cancel']) {
  document.addEventListener(type, (event) => {
    const dialog = event.target.closest?.('dialog[open]');
    const form = dialog?.querySelector('form[data-reason]');
    if (!form || !changed(form) || (type === 'click' && !event.target.closest('[data-close]') && !beside(event))) return;
    event.preventDefault();
    event.stopPropagation();
    const question = document.querySelector('#portal-confirm');
    document.querySelector('#portal-confirm-text').textContent = texts.discard;
    question.querySelector('[data-confirmed]').onclick = () => {
      drop(form);
      putBack(form, JSON.parse(standing.get(form)));
      question.close();
      dialog.close();
    };
    question.showModal();
  }, true);
}

// --- The copy on this device ----------------------------------------------------------------------------------------------

const keyOf = (form) => `draft:${person}:${new URL(form.getAttribute('action') || location.href, location.href).pathname}`;
const read = (key) => { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } };
const drop = (form) => forget((key) => key === keyOf(form));
let pause;

function keep(form) {
  if (!person || form.querySelector('[type=password]')) return;
  try {
    if (changed(form)) localStorage.setItem(keyOf(form), JSON.stringify({ at: Date.now(), values: typed(form) }));
  } catch { /* storage is full or switched off: the browser still asks before the form is left */ }
}

/** Keep every changed form of this page now, and let the page be left without asking. */
export function keepAll() {
  leaving = true;
  $$(FORMS).filter(inUse).forEach(keep);
}

function forget(which) {
  try { Object.keys(localStorage).filter((key) => key.startsWith('draft:') && which(key)).forEach((key) => localStorage.removeItem(key)); } catch { /* nothing is kept */ }
}

for (const type of ['input', 'change', 'trix-change']) {
  document.addEventListener(type, (event) => {
    const form = event.target.closest?.(FORMS);
    if (!form) return;
    clearTimeout(pause);
    pause = setTimeout(keep, 400, form);
  });
}

// On the window, after everything that may still stop the form from being sent.
addEventListener('submit', (event) => {
  const form = event.target;
  if (session && new URL(form.action, location.href).pathname === session.dataset.signOutUrl) forget(() => true);
  if (event.defaultPrevented || !form.matches(FORMS)) return;
  clearTimeout(pause);
  keep(form);
  sent.add(form);
  try { sessionStorage.setItem('draft-sent', keyOf(form)); } catch { /* its copy stays until tomorrow */ }
});

// "Batal" says that what was typed is not wanted.
document.addEventListener('click', (event) => {
  const form = event.target.closest('[data-cancel]')?.closest(FORMS);
  if (!form || event.ctrlKey || event.metaKey) return;
  clearTimeout(pause);
  drop(form);
  sent.add(form);
});

// --- What became of it -------------------------------------------------------------------------------------------------

function arrive() {
  let mark = null;
  try { mark = sessionStorage.getItem('draft-sent'); sessionStorage.removeItem('draft-sent'); } catch { /* nothing was kept */ }
  const status = performance.getEntriesByType('navigation')[0]?.responseStatus || 200;
  const ended = document.querySelector('[data-session-over]');
  if (ended && mark && read(mark)) {
    try { sessionStorage.setItem('draft-sent', mark); } catch { /* as above */ }
    location.replace(ended.dataset.signIn);
  } else if (!person) {
    if (mark && read(mark)) toast(texts.kept, 'warning');
  } else {
    forget((key) => !key.startsWith(`draft:${person}:`) || !(Date.now() - read(key)?.at < DAY));
    if (mark && status < 400) forget((key) => key === mark);
    if (status < 400) $$('form[data-guard]').forEach(offer);
  }
}

function offer(form) {
  const key = keyOf(form);
  const draft = read(key);
  if (offered.get(form) === key) return;
  offered.set(form, key);
  form.querySelector('.draft-offer')?.remove();
  if (!draft || JSON.stringify(draft.values) === JSON.stringify(typed(form))) return;
  const box = document.querySelector('#draft-offer').content.firstElementChild.cloneNode(true);
  const at = new Date(draft.at);
  box.querySelector('time').dateTime = at.toISOString();
  box.querySelector('time').textContent = at.toLocaleString(document.documentElement.lang, { dateStyle: 'long', timeStyle: 'short' });
  box.querySelector('[data-draft-restore]').onclick = () => { box.remove(); putBack(form, draft.values); };
  box.querySelector('[data-draft-drop]').onclick = () => { box.remove(); drop(form); };
  form.prepend(box);
}

arrive();
