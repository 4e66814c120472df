// Behaviour of every page, bound by data attributes only. Each has a plain page or form beneath it that works without this file.
import './codes.js';
import './copy.js';
import './crop.js';
import './dropzone.js';
import './fingerprint.js';
import './live.js';
import { $, $$, beside, expire, texts, toast } from './page.js';
import { carryRows, forgetRows, nothingTicked } from './selection.js';
import './parts.js';
import './plan.js';
import './redraw.js';
import './search.js';
import './session.js';
import './settling.js';
import './shortcuts.js';
import './reload.js';
import './wizard.js';

// --- Theme, toasts, small buttons -------------------------------------------------------------------------------------

document.addEventListener('click', (event) => {
  const on = (selector) => event.target.closest(selector);
  let found;
  if (on('[data-theme-toggle]')) switchTheme();
  else if ((found = on('[data-dismiss]'))) found.closest('[data-toast]').remove();
  else if ((found = on('[data-fill]'))) fill(JSON.parse(found.dataset.fill));
  else if ((found = on('[data-print]'))) { event.preventDefault(); window.print(); }
});

function switchTheme() {
  const root = document.documentElement;
  const next = root.getAttribute('data-bs-theme') === 'dark' ? 'light' : 'dark';
  root.setAttribute('data-bs-theme', next);
  try { localStorage.setItem('theme', next); } catch { /* storage is switched off: the choice lasts for this page */ }
}

function fill(values) {
  for (const [name, value] of Object.entries(values)) {
    const input = $(`[name="${name}"]`);
    if (input) input.value = value;
  }
  $('[name="password"]')?.form?.querySelector('[type=submit]')?.focus();
}

// --- Menus made of <details> ------------------------------------------------------------------------------------------

document.addEventListener('toggle', (event) => {
  const menu = event.target;
  if (!menu.matches?.('[data-menu]') || !menu.open) return;
  for (const other of $$('[data-menu][open]')) if (other !== menu) other.open = false;
  place(menu);
}, true);

function place(menu) {
  // A menu inside a scrolling table would be cut off: it is fixed to the window beside its button instead.
  const list = $('.menu-list', menu);
  const button = $('summary', menu).getBoundingClientRect();
  const { width, height } = list.getBoundingClientRect();
  const below = button.bottom + height + 8 < innerHeight || button.top < height;
  const left = button.left < innerWidth / 2 ? button.left : button.right - width;
  Object.assign(list.style, {
    position: 'fixed',
    top: `${below ? button.bottom : button.top - height - 8}px`,
    left: `${Math.max(8, Math.min(left, innerWidth - width - 8))}px`,
    right: 'auto',
  });
}

const closeMenus = () => $$('[data-menu][open]').forEach((menu) => { menu.open = false; });
for (const moved of ['scroll', 'resize']) addEventListener(moved, () => $$('[data-menu][open]').forEach(place), { passive: true, capture: true });
document.addEventListener('click', (event) => {
  for (const menu of $$('[data-menu][open]')) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener('keydown', (event) => {
  const menu = event.target.closest?.('[data-menu]');
  if (!menu) return;
  const items = $$('.menu-item', menu);
  const at = items.indexOf(document.activeElement);
  const go = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
  if (event.key === 'Escape' && menu.open) {
    menu.open = false;
    $('summary', menu).focus();
  } else if (go !== undefined && (menu.open || event.key === 'ArrowDown')) {
    event.preventDefault();
    menu.open = true;
    items[(go + items.length) % items.length]?.focus();
  }
});

// --- Dialogs: open, chain confirm -> reason, confirm a button ------------------------------------------------------------

document.addEventListener('click', async (event) => {
  const opener = event.target.closest('[data-dialog], [data-dialog-url]');
  if (opener && !event.ctrlKey && !event.metaKey) {
    const dialog = opener.dataset.dialog ? $(opener.dataset.dialog) : null;
    if (!dialog && !opener.dataset.dialogUrl) return;
    event.preventDefault();
    if (opener.dataset.bulkForm && asksForRows($(opener.dataset.bulkForm))) return;
    const shown = dialog || await fetchDialog(opener);
    if (shown) open(shown, opener);
  } else if (event.target.closest('[data-close]') || beside(event)) {
    event.target.closest('dialog')?.close();
  } else if (event.target.closest('[data-next]')) {
    const from = event.target.closest('dialog');
    const next = $(event.target.closest('[data-next]').dataset.next);
    const opener = from.opener;
    from.opener = null;
    from.close();
    open(next, opener);
  }
});

function open(dialog, opener) {
  const source = opener?.closest?.('[data-menu]')?.querySelector('summary') || opener;
  dialog.opener = opener;
  closeMenus();
  const form = $('form', dialog);
  if (form && opener?.dataset.formAction) form.action = opener.dataset.formAction;
  if (form) carryRows(form, opener?.dataset.bulkForm);
  dialog.showModal();
  enhance(dialog).then(() => $('trix-editor', dialog)?.focus());
  dialog.addEventListener('close', () => { if (dialog.opener) source?.focus(); }, { once: true });
}

async function fetchDialog(opener) {
  try {
    const answer = await fetch(opener.dataset.dialogUrl, { headers: { 'X-Requested-With': 'fetch' } });
    if (!answer.ok) throw new Error(answer.status);
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const dialogs = $$('dialog', page);
    for (const dialog of dialogs) {
      document.getElementById(dialog.id)?.remove();
      document.body.append(document.adoptNode(dialog));
    }
    return dialogs[0];
  } catch {
    location.href = opener.href || opener.dataset.dialogUrl; // the plain page says what went wrong
    return null;
  }
}

function confirmFirst(button) {
  const dialog = $('#portal-confirm');
  const yes = $('[data-confirmed]', dialog);
  const question = button.dataset.confirm;
  yes.dataset.words ??= yes.textContent;
  yes.textContent = button.dataset.confirmYes || yes.dataset.words;
  $('#portal-confirm-text').textContent = question;
  open(dialog, button);
  yes.onclick = () => {
    dialog.close();
    delete button.dataset.confirm;
    button.form.requestSubmit(button);
    button.dataset.confirm = question; // the form may have been held back, or come again out of the browser's memory
  };
}

// --- Forms ------------------------------------------------------------------------------------------------------------

document.addEventListener('submit', (event) => {
  const form = event.target;
  const button = event.submitter;
  if (button?.dataset.confirm) {
    event.preventDefault();
    return confirmFirst(button);
  }
  if ((form.matches('[data-reason]') && !writtenReason(form)) || (form.matches('[data-bulk]') && asksForRows(form))) {
    event.preventDefault();
    return undefined;
  }
  if (form.matches('[data-once]') && button?.dataset.dialog === undefined && !button?.formTarget) {
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = '1';
    for (const each of $$('[type=submit], button:not([type])', form)) each.setAttribute('aria-busy', 'true');
    setTimeout(release, 10000, form); // an answer that is a file leaves the page standing
  }
  forgetRows(form);
  return undefined;
});
addEventListener('pageshow', (event) => {
  if (event.persisted) $$('[data-sent]').forEach(release);
});

function release(form) {
  delete form.dataset.sent;
  $$('[aria-busy]', form).forEach((each) => each.removeAttribute('aria-busy'));
}

function asksForRows(form) {
  if (!nothingTicked(form)) return false;
  toast(form.dataset.none, 'warning');
  return true;
}

function writtenReason(form) {
  const note = $('[name=note], textarea, trix-editor + input', form);
  const plain = new DOMParser().parseFromString(note.value, 'text/html').body.textContent.trim();
  const error = $('[data-reason-error]', form);
  if (plain) return true;
  error.hidden = false;
  $('span', error).textContent = error.dataset.empty;
  ($('trix-editor', form) || note).focus();
  return false;
}

document.addEventListener('input', (event) => { const error = event.target.closest('[data-reason]')?.querySelector('[data-reason-error]'); if (error) error.hidden = true; });

document.addEventListener('change', (event) => {
  const form = event.target.closest('[data-autosubmit]');
  if (event.target.matches('select')) clearDependents(event.target);
  if (form && event.target.matches('select')) form.requestSubmit();
  if (event.target.closest('div[data-shows]')) showParts(event.target.closest('div[data-shows]'));
});

// What was chosen below another choice no longer holds when that one changes, whether its search box has come yet or not.
function clearDependents(select) {
  for (const each of $$(`select[data-depends="${select.name}"]`, select.form || document)) {
    if (each.tomselect) {
      each.tomselect.clear(true);
      each.tomselect.clearOptions();
      each.tomselect.wrapper.classList.remove('preloaded');
    } else each.value = '';
    clearDependents(each);
  }
}

// Empty values only lengthen the address that people share.
document.addEventListener('formdata', (event) => {
  if (!event.target.matches('[data-autosubmit]')) return;
  for (const [name, value] of [...event.formData.entries()]) if (value === '') event.formData.delete(name);
});

function showParts(group) {
  for (const choice of $$('input[data-shows]', group)) {
    const part = choice.dataset.shows && $(choice.dataset.shows);
    if (!part) continue;
    part.hidden = !choice.checked;
    for (const input of $$('input, select, textarea', part)) input.disabled = !choice.checked;
    for (const select of $$('select', part)) select.tomselect?.[choice.checked ? 'enable' : 'disable']();
  }
}

// --- Long jobs --------------------------------------------------------------------------------------------------------

async function follow(box) {
  $('[data-job-refresh]', box)?.setAttribute('hidden', '');
  let pause = 800;
  for (;;) {
    await new Promise((resolve) => { setTimeout(resolve, pause); });
    const job = await fetch(box.dataset.jobUrl).then((answer) => (answer.ok ? answer.json() : null)).catch(() => null);
    pause = Math.min(pause * 1.3, 5000);
    if (!job) continue;
    const bar = $('[data-job-bar]', box);
    if (job.total) Object.assign(bar, { max: job.total, value: job.done || 0 });
    if (job.message) $('[data-job-message]', box).textContent = job.message;
    if (job.count) $('[data-job-count]', box).textContent = job.count;
    if (job.state !== 'done' && job.state !== 'failed') continue;
    if (job.state === 'done') bar.value = bar.max;
    const link = $('[data-job-result]', box);
    if (job.result_url) { link.href = job.result_url; link.hidden = false; link.focus(); }
    box.dispatchEvent(new Event('job-over', { bubbles: true }));
    return;
  }
}

// --- Selects and rich text: libraries come only to pages that need them ------------------------------------------------------

const loaded = new Map();

function load(script, style) {
  if (!loaded.has(script)) {
    document.head.append(Object.assign(document.createElement('link'), { rel: 'stylesheet', href: style }));
    loaded.set(script, new Promise((resolve, reject) => {
      document.head.append(Object.assign(document.createElement('script'), { src: script, onload: resolve, onerror: reject }));
    }));
  }
  return loaded.get(script);
}

const enhanced = new WeakMap();

function enhanceSelect(select) {
  if (!enhanced.has(select)) enhanced.set(select, makeSelect(select));
  return enhanced.get(select);
}

async function makeSelect(select) {
  await load(texts.tomJs, texts.tomCss);
  const { remote, depends, placeholder } = select.dataset;
  const master = depends && select.form?.elements[depends];
  const params = (query) => new URLSearchParams({ q: query, ...(master ? { [depends]: master.value } : {}) });
  const search = (query, done) => fetch(`${remote}${remote.includes('?') ? '&' : '?'}${params(query)}`)
    .then((answer) => answer.json())
    .then((found) => done((found.results || found).map((one) => ({ value: String(one.id), text: one.text }))))
    .catch(() => { toast(texts.failed, 'danger'); done(); });
  const box = new window.TomSelect(select, {
    plugins: select.multiple ? { remove_button: { title: texts.takeOut } } : {},
    placeholder: placeholder || select.getAttribute('placeholder') || '',
    allowEmptyOption: !remote,
    maxOptions: 200,
    preload: remote ? 'focus' : false,
    shouldLoad: () => true,
    loadThrottle: 250,
    refreshThrottle: 0, // a list that filters late opens again over what was chosen meanwhile
    ...(remote ? { load: search, searchField: ['text'] } : {}),
    render: { no_results: () => note(texts.noResults), loading: () => note(texts.searching) },
  });
  box.control.addEventListener('paste', (event) => event.stopPropagation(), true); // it would refuse what is pasted over a choice
  select.setAttribute('aria-hidden', 'true'); // the search box carries the label now
  if (select.hasAttribute('aria-describedby')) box.control_input.setAttribute('aria-describedby', select.getAttribute('aria-describedby'));
}

const note = (text) => { const box = document.createElement('div'); box.className = 'no-results'; box.textContent = text; return box.outerHTML; };

async function enhanceText(box) {
  if (box.dataset.enhanced) return;
  box.dataset.enhanced = '1';
  await load(texts.trixJs, texts.trixCss);
  const area = $('textarea', box);
  const toolbar = $('template', box).content.firstElementChild.cloneNode(true);
  const value = Object.assign(document.createElement('input'), { type: 'hidden', id: `${area.id}-value`, name: area.name, value: area.value });
  value.disabled = area.disabled;
  const editor = document.createElement('trix-editor');
  for (const [name, content] of Object.entries({ input: value.id, toolbar: toolbar.id, id: area.id, role: 'textbox', 'aria-multiline': 'true', 'aria-required': area.required ? 'true' : 'false', 'aria-labelledby': `${area.id}-label`, 'aria-describedby': area.getAttribute('aria-describedby') })) if (content) editor.setAttribute(name, content);
  const ready = new Promise((resolve) => { editor.addEventListener('trix-initialize', resolve, { once: true }); });
  area.replaceWith(toolbar, value, editor);
  if (area.disabled) ready.then(() => { editor.contentEditable = 'false'; toolbar.hidden = true; });
  editor.addEventListener('trix-file-accept', (event) => event.preventDefault());
  $(`label[for="${editor.id}"]`)?.addEventListener('click', () => editor.focus());
  return ready;
}

function enhance(scope = document) {
  const here = (box) => scope !== document || !box.closest('dialog, .filter-bar'); // a closed dialog waits until it opens, a filter until somebody comes near
  return Promise.all([
    ...$$('select[data-remote], select[data-enhance]', scope).filter(here).map(enhanceSelect),
    ...$$('[data-rich]', scope).filter(here).map(enhanceText),
  ]);
}

// Most people only read a list: its searching selects come when a pointer or the focus comes near them.
for (const near of ['pointerover', 'focusin']) {
  document.addEventListener(near, (event) => {
    const bar = event.target.closest?.('.filter-bar');
    if (bar) enhance(bar).then(() => { if (document.activeElement === event.target) event.target.tomselect?.focus(); });
  });
}
document.addEventListener('mousedown', (event) => {
  const select = event.target.closest?.('.filter-bar select[data-remote]');
  if (!select || select.tomselect) return;
  event.preventDefault(); // the browser's own list would be empty
  enhanceSelect(select).then(() => select.tomselect.focus());
});

enhance();
$$('div[data-shows]').forEach(showParts);
$$('dialog[data-open]').forEach((dialog) => dialog.showModal());
$$('[data-toast]').forEach(expire);
$$('[data-job-url]').forEach(follow);
const summary = $('[data-focus]');
summary?.focus();
summary?.addEventListener('click', (event) => {
  const input = event.target.hash && $(event.target.hash);
  if (!input) return;
  event.preventDefault();
  (input.tomselect || input).focus();
});
