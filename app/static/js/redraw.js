// A picture of what a form would make: the portal draws it anew a moment after a value has changed. Nothing is saved.
import { $, $$ } from './page.js';

const PAUSE = 400;

function follow(box) {
  const form = box.closest('form');
  const word = $('[data-redraw-word]', box);
  let timer;
  let asked;
  const draw = async () => {
    asked?.abort();
    asked = new AbortController();
    const sent = { method: 'POST', body: new FormData(form), signal: asked.signal, headers: { 'X-Requested-With': 'fetch' } };
    const answer = await fetch(box.dataset.redraw, sent).catch(() => null);
    if (!answer || answer.redirected) return;
    if (answer.status === 422) { word.textContent = await answer.text(); return; }
    if (!answer.ok) return;
    const reader = new FileReader();
    reader.addEventListener('load', () => {
      $('img', box).src = reader.result;
      word.textContent = '';
      box.hidden = false;
      box.dataset.drawn = Number(box.dataset.drawn || 0) + 1;
    });
    reader.readAsDataURL(await answer.blob());
  };
  const soon = () => { clearTimeout(timer); timer = setTimeout(draw, PAUSE); };
  form.addEventListener('input', soon);
  form.addEventListener('change', soon);
  draw();
}

$$('[data-redraw]').forEach(follow);
