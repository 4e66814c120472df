// Shortcuts of buttons and links that say so by data-shortcut: Alt and a letter, never while somebody types or a dialog is open.
import { $ } from './page.js';

const TYPING = 'input, textarea, select, trix-editor, [contenteditable=true], .ts-control';

document.addEventListener('keydown', (event) => {
  if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || event.repeat) return;
  if (event.target.closest?.(TYPING) || $('dialog[open]')) return;
  const wanted = $(`[data-shortcut="${event.code.replace('Key', '')}"]`);
  if (!wanted) return;
  event.preventDefault();
  wanted.click();
});
