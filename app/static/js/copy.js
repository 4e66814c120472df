// Buttons that copy what they hold. Where the browser does not let a page write to the clipboard, the text is selected instead, ready for Ctrl+C.
import { $, texts, toast } from './page.js';

document.addEventListener('click', (event) => {
  const button = event.target.closest('[data-copy]');
  if (button) copy(button);
});

async function copy(button) {
  try {
    await navigator.clipboard.writeText(button.dataset.copy);
    toast(texts.copied, 'success');
  } catch {
    const shown = button.dataset.copyShown && $(button.dataset.copyShown);
    if (shown) select(shown);
    toast(shown ? texts.selected : texts.failed, shown ? 'info' : 'danger');
  }
}

function select(shown) {
  const folded = shown.closest('details');
  if (folded) folded.open = true;
  if (shown.matches('textarea, input')) {
    shown.focus();
    shown.select();
  } else {
    getSelection().selectAllChildren(shown);
  }
}
