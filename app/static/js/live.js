// A part of a page that changes by itself: it is fetched anew every few seconds, and stands still while nobody looks or the portal cannot be reached.
import { $$ } from './page.js';

async function follow(box) {
  for (;;) {
    await new Promise((resolve) => { setTimeout(resolve, box.dataset.liveSeconds * 1000); });
    if (document.hidden) continue;
    const text = await fetch(box.dataset.live, { headers: { 'X-Requested-With': 'fetch' } })
      .then((answer) => (answer.ok && !answer.redirected ? answer.text() : null)).catch(() => null);
    if (text === null) continue;
    const part = new DOMParser().parseFromString(text, 'text/html').body;
    box.replaceChildren(...part.childNodes);
  }
}

$$('[data-live]').forEach(follow);
