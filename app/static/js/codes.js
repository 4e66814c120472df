// A field whose content only the server gives out: its button, and F2 anywhere on its page, bring a new code without leaving the page.
import { $, texts, toast } from './page.js';

document.addEventListener('keydown', (event) => {
  const button = event.key === 'F2' && !$('dialog[open]') && $('[data-new-code]');
  if (!button) return;
  event.preventDefault();
  button.click();
});

document.addEventListener('click', async (event) => {
  const button = event.target.closest('[data-new-code]');
  if (!button) return;
  event.preventDefault();
  if (button.hasAttribute('aria-busy')) return;
  button.setAttribute('aria-busy', 'true');
  try {
    const answer = await fetch(button.formAction, { method: 'POST', body: new FormData(button.form), headers: { 'X-Requested-With': 'fetch' } });
    if (!answer.ok) throw new Error(answer.status);
    const { code } = await answer.json();
    const field = $(button.dataset.newCode);
    field.value = code;
    field.dispatchEvent(new Event('input', { bubbles: true }));
    $('[data-code-said]', button.form).textContent = code;
  } catch {
    toast(texts.failed, 'danger');
  } finally {
    button.removeAttribute('aria-busy');
  }
});
