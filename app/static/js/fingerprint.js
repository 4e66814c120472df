// Comparing a file with an issued one by its SHA-256, here in the browser: the file is not sent anywhere.
import { $, $$ } from './page.js';

for (const box of $$('[data-fingerprint]')) {
  const input = $('input', box);
  input.addEventListener('change', () => compare(box, input.files[0]));
  box.addEventListener('dragover', (event) => event.preventDefault());
  box.addEventListener('drop', (event) => {
    event.preventDefault();
    compare(box, event.dataTransfer.files[0]);
  });
}

async function compare(box, file) {
  if (!file) return;
  const said = $('[data-fingerprint-said]', box);
  said.className = 'mt-2 fw-semibold';
  try {
    const digest = await crypto.subtle.digest('SHA-256', await file.arrayBuffer());
    const found = [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    const same = found === box.dataset.fingerprint;
    said.classList.add(same ? 'text-success' : 'text-danger');
    said.textContent = same ? box.dataset.same : `${box.dataset.other} (SHA-256: ${found})`;
  } catch {
    said.textContent = box.dataset.failed;
  }
}
