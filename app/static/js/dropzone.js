// Drop zones: a file is checked here, uploaded at once with its progress, and carried on as an id; the plain file input beneath works without this.
import { $ } from './page.js';

const KILO = 1024;

function size(bytes) {
  const number = bytes < KILO * KILO ? Math.round(bytes / KILO) : Math.round((bytes / KILO / KILO) * 10) / 10;
  return `${number.toLocaleString(document.documentElement.lang)} ${bytes < KILO * KILO ? 'kB' : 'MB'}`;
}

function refusal(zone, file) {
  const { types, most, ceiling, empty, wrongType, tooLarge } = zone.dataset;
  if (!file.size) return empty;
  if (file.type && !types.split(',').includes(file.type)) return wrongType;
  // A PDF above the limit is made smaller by the server; a picture is not.
  const largest = Number(file.type === 'application/pdf' ? ceiling : most);
  return file.size > largest ? tooLarge.replace('{size}', size(file.size)) : '';
}

function complain(zone, text) {
  const box = $('[data-dropzone-error]', zone);
  $('span', box).textContent = text;
  box.hidden = !text;
  if (text) say(zone, '');
}

// What the server said of the earlier try is over once a file is on its way: at the field, and in the summary above the form.
function forgive(zone) {
  const input = $('input[type=file]', zone);
  input.removeAttribute('aria-invalid');
  const field = zone.closest('.field');
  if (!field?.classList.contains('has-error')) return;
  field.classList.remove('has-error');
  document.getElementById(`${input.id}-error`)?.remove();
  const line = input.form?.querySelector(`.error-summary a[href="#${input.id}"]`)?.closest('li');
  const summary = line?.closest('.error-summary');
  line?.remove();
  if (summary && !$('li', summary)) summary.remove();
}

const say = (zone, text) => { $('[data-dropzone-status]', zone).textContent = text; };

function show(zone, made) {
  const line = $('[data-dropzone-line]', zone);
  const links = $('[data-dropzone-links]', zone).content.cloneNode(true);
  $('[data-name]', links).textContent = made.name;
  $('[data-size]', links).textContent = made.size;
  $('[data-preview]', links).href = made.preview_url;
  $('[data-download]', links).href = made.download_url;
  line.replaceChildren(links);
  const sizes = $('[data-dropzone-sizes]', zone);
  sizes.textContent = made.original_size ? sizes.dataset.text.replace('{before}', made.original_size).replace('{after}', made.size) : '';
  $('[data-dropzone-offer]', zone).hidden = !made.original_size;
  $('[data-dropzone-file]', zone).hidden = false;
  hold(zone, made.id);
}

function hold(zone, id) {
  const kept = $('[data-dropzone-kept]', zone);
  kept.value = id;
  kept.dispatchEvent(new Event('input', { bubbles: true }));
}

function upload(zone, file) {
  const input = $('input[type=file]', zone);
  const bar = $('[data-dropzone-bar]', zone);
  const { uploadUrl, uploading, checking, uploaded, lost } = zone.dataset;
  const sent = new FormData();
  sent.append('csrf_token', $('[name=csrf_token]', input.form)?.value || '');
  sent.append('file', file, file.name);
  const request = new XMLHttpRequest();
  const over = (text) => {
    delete zone.dataset.busy;
    bar.hidden = true;
    input.value = '';
    if (text) complain(zone, text);
  };
  request.open('POST', uploadUrl);
  request.setRequestHeader('X-Requested-With', 'fetch');
  request.responseType = 'json';
  request.upload.addEventListener('progress', (event) => {
    if (!event.lengthComputable) return;
    bar.value = Math.round((event.loaded / event.total) * 100);
    say(zone, event.loaded < event.total ? uploading.replace('{percent}', bar.value) : checking);
  });
  request.addEventListener('load', () => {
    const answer = request.response || {};
    if (request.status !== 201) return over(answer.error || lost);
    over('');
    complain(zone, '');
    show(zone, answer);
    say(zone, uploaded);
    return undefined;
  });
  for (const broken of ['error', 'abort', 'timeout']) request.addEventListener(broken, () => over(lost));
  zone.dataset.busy = '1';
  forgive(zone);
  complain(zone, '');
  Object.assign(bar, { value: 0, hidden: false });
  request.send(sent);
}

function take(zone, file) {
  if (!file || zone.dataset.busy) return;
  const wrong = refusal(zone, file);
  if (wrong) {
    $('input[type=file]', zone).value = '';
    complain(zone, wrong);
  } else upload(zone, file);
}

document.addEventListener('change', (event) => {
  const zone = event.target.matches('[data-dropzone] input[type=file]') && event.target.closest('[data-dropzone]');
  if (zone) take(zone, event.target.files[0]);
});

for (const over of ['dragenter', 'dragover']) {
  document.addEventListener(over, (event) => {
    const zone = event.target.closest?.('[data-dropzone]');
    if (!zone) return;
    event.preventDefault();
    zone.dataset.over = '1';
  });
}
document.addEventListener('dragleave', (event) => {
  const zone = event.target.closest?.('[data-dropzone]');
  if (zone && !zone.contains(event.relatedTarget)) delete zone.dataset.over;
});
document.addEventListener('drop', (event) => {
  const zone = event.target.closest?.('[data-dropzone]');
  if (!zone) return;
  event.preventDefault();
  delete zone.dataset.over;
  take(zone, event.dataTransfer.files[0]);
});

document.addEventListener('click', (event) => {
  const zone = event.target.closest('[data-dropzone-remove]')?.closest('[data-dropzone]');
  if (!zone) return;
  hold(zone, '');
  $('[data-dropzone-file]', zone).hidden = true;
  say(zone, zone.dataset.removed);
  $('input[type=file]', zone).focus();
});

// A form does not leave while its file is still on the way.
document.addEventListener('submit', (event) => {
  const zone = $('[data-dropzone][data-busy]', event.target);
  if (!zone) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  complain(zone, zone.dataset.wait);
}, true);
