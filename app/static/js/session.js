// Two minutes before the session ends a dialog asks whether to stay (WCAG 2.2.1). All tabs share one clock: what one renews holds for all.
import { keepAll } from './drafts.js';

const box = document.querySelector('#session-warning');
const part = (name) => box.querySelector(`[data-session-${name}]`);
const shared = box && `session-ends:${box.dataset.person}`;
const warning = box && Math.min(120, box.dataset.seconds / 2) * 1000;
let ends;
let last = false; // it cannot be made longer
let over = false;

if (box) {
  hold(Number(box.dataset.seconds));
  setInterval(look, 1000);
  document.addEventListener('visibilitychange', look); // a laptop that slept
  part('stay').addEventListener('click', renew);
  box.addEventListener('cancel', (event) => { if (!over) { event.preventDefault(); renew(); } });
}

function hold(seconds) {
  ends = Date.now() + seconds * 1000;
  try { localStorage.setItem(shared, ends); } catch { /* storage is switched off: this tab counts for itself */ }
}

function look() {
  if (over) return;
  try { ends = Math.max(ends, Number(localStorage.getItem(shared))); } catch { /* as above */ }
  const left = ends - Date.now();
  if (left <= 0) end();
  else if (left > warning && box.open) box.close();
  else if (left <= warning && !box.open && !last) box.showModal();
  if (box.open) part('clock').textContent = `${Math.floor(left / 60000)}:${String(Math.floor(left / 1000) % 60).padStart(2, '0')}`;
}

async function renew() {
  const answer = await fetch(box.dataset.renewUrl, { redirect: 'manual', headers: { 'X-Requested-With': 'fetch' } }).catch(() => null);
  if (!answer) return; // no network: the clock runs on, and the button can be pressed again
  if (!answer.ok) return end();
  const { seconds } = await answer.json();
  hold(seconds);
  last = seconds * 1000 <= warning;
  if (!last) return box.close();
  part('stay').hidden = true;
  document.querySelector('#session-text').textContent = box.dataset.lastText;
  return undefined;
}

function end() {
  over = true;
  keepAll();
  document.querySelector('#session-title').textContent = box.dataset.endedTitle;
  document.querySelector('#session-text').textContent = box.dataset.endedText;
  part('clock').hidden = true;
  part('stay').hidden = true;
  const door = part('sign-in');
  door.hidden = false;
  door.href = `${box.dataset.signInUrl}?${new URLSearchParams({ next: location.pathname + location.search })}`;
  if (!box.open) box.showModal();
  door.focus();
}
