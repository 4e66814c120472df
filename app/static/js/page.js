// What the modules of every page share: finding elements, the words of the page, toasts, and where a click fell.
export const $ = (selector, scope = document) => scope.querySelector(selector);
export const $$ = (selector, scope = document) => [...scope.querySelectorAll(selector)];
export const texts = $('#portal-settings').dataset;

/** Say something beside the page; warnings and dangers stay until they are dismissed. */
export function toast(text, tone = 'info') {
  const box = document.createElement('div');
  box.className = `notice toast-notice tone-${tone}`;
  box.setAttribute('role', tone === 'danger' ? 'alert' : 'status');
  box.dataset.toast = tone;
  box.textContent = text;
  $('[data-toasts]')?.append(box);
  expire(box);
}

/** Let a toast go by itself, unless somebody reads it just now. */
export function expire(box) {
  if (box.dataset.toast === 'danger' || box.dataset.toast === 'warning' || 'stays' in box.dataset) return;
  let timer = setTimeout(() => box.remove(), 10000);
  for (const stay of ['mouseenter', 'focusin']) box.addEventListener(stay, () => clearTimeout(timer));
  box.addEventListener('mouseleave', () => { timer = setTimeout(() => box.remove(), 4000); });
}

/** True for a click on the backdrop of an open dialog. */
export function beside(event) {
  if (event.target.tagName !== 'DIALOG') return false;
  const { left, right, top, bottom } = event.target.getBoundingClientRect();
  return event.clientX < left || event.clientX > right || event.clientY < top || event.clientY > bottom;
}
