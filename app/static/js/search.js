// The search dialog: a combobox after the ARIA Authoring Practices over the plain page of results. Without this file its button leads to that page.
import { $, texts } from './page.js';

const dialog = $('[data-search]');
const PAUSE = 180;

if (dialog) {
  const input = dialog.querySelector('input');
  const results = dialog.querySelector('[data-search-results]');
  const status = dialog.querySelector('[data-search-status]');
  const options = () => [...results.querySelectorAll('[role=option]')];
  const chosen = () => results.querySelector('[aria-selected=true]');
  let asked;
  let timer;

  const choose = (option) => {
    chosen()?.setAttribute('aria-selected', 'false');
    option?.setAttribute('aria-selected', 'true');
    option?.scrollIntoView({ block: 'nearest' });
    if (option) input.setAttribute('aria-activedescendant', option.id);
    else input.removeAttribute('aria-activedescendant');
  };

  const ask = async () => {
    asked?.abort();
    asked = new AbortController();
    const { signal } = asked;
    const address = `${dialog.dataset.search}?${new URLSearchParams({ q: input.value })}`;
    try {
      const answer = await fetch(address, { signal, headers: { 'X-Requested-With': 'fetch' } });
      if (!answer.ok || answer.redirected) throw new Error(answer.status);
      const html = await answer.text();
      if (signal.aborted) return;
      results.innerHTML = html;
      status.textContent = results.querySelector('[data-search-said]').textContent;
    } catch (error) {
      if (error.name === 'AbortError') return;
      results.textContent = status.textContent = texts.failed;
    }
    input.setAttribute('aria-expanded', String(options().length > 0));
    choose(null);
  };

  const open = () => {
    if (document.querySelector('dialog[open]')) return;
    dialog.showModal();
    input.select();
    ask();
  };

  document.addEventListener('click', (event) => {
    if (!event.target.closest('[data-search-open]') || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open();
  });
  document.addEventListener('keydown', (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey || event.key.toLowerCase() !== 'k') return;
    event.preventDefault();
    open();
  });
  input.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });
  input.addEventListener('keydown', (event) => {
    const all = options();
    const at = all.indexOf(chosen());
    const next = { ArrowDown: at + 1, ArrowUp: at < 0 ? all.length - 1 : at - 1 }[event.key];
    if (next !== undefined && all.length) {
      event.preventDefault();
      choose(all[(next + all.length) % all.length]);
    } else if (event.key === 'Enter' && chosen()) {
      event.preventDefault();
      chosen().click();
    } else if (event.key === 'Escape') {
      event.preventDefault(); // in a search field it would only clear the text
      dialog.close();
    }
  });
  dialog.addEventListener('close', () => { clearTimeout(timer); asked?.abort(); });
}
