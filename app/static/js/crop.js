// Cropping a photo to 4:6 before it is sent: moved by mouse, finger or arrow keys, made larger by the slider or plus and minus. The file field then holds
// the cropped JPEG. Without this file the form sends the photo as it is, and the server cuts out the middle where the box is ticked.
import { $, $$ } from './page.js';

const WIDE = 800, TALL = 1200, STEP = 8;

function crop(box) {
  const input = $(box.dataset.crop), form = input.form, canvas = $('canvas', box), size = $('input[type=range]', box), says = $('[data-crop-says]', box);
  const tools = $('[data-crop-tools]', box), instead = $('[data-crop-instead]', form);
  instead.hidden = true;
  let picture = null, x = 0, y = 0, name = '';
  const scale = () => Math.max(canvas.width / picture.width, canvas.height / picture.height) * (size.value / 100);
  const draw = () => {
    if (!picture) return;
    const at = scale(), wide = picture.width * at, tall = picture.height * at;
    x = Math.min(0, Math.max(canvas.width - wide, x));
    y = Math.min(0, Math.max(canvas.height - tall, y));
    const pen = canvas.getContext('2d');
    pen.clearRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(picture, x, y, wide, tall);
  };
  const move = (right, down) => { x += right; y += down; draw(); };
  const zoom = (percent) => {
    if (!picture) return;
    const before = scale();
    size.value = Number(size.value) + percent;
    centre(scale() / before);
  };
  const centre = (grown) => {
    x = canvas.width / 2 - (canvas.width / 2 - x) * grown;
    y = canvas.height / 2 - (canvas.height / 2 - y) * grown;
    draw();
  };
  let shown = Number(size.value);
  size.addEventListener('input', () => { const grown = size.value / shown; shown = Number(size.value); if (picture) centre(grown); });
  canvas.addEventListener('keydown', (event) => {
    const way = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] }[event.key];
    if (way) move(...way);
    else if (event.key === '+' || event.key === '=') zoom(10);
    else if (event.key === '-') zoom(-10);
    else return;
    shown = Number(size.value);
    event.preventDefault();
  });
  let held = null;
  canvas.addEventListener('pointerdown', (event) => { held = [event.clientX, event.clientY]; canvas.setPointerCapture(event.pointerId); });
  canvas.addEventListener('pointerup', () => { held = null; });
  canvas.addEventListener('pointermove', (event) => {
    if (!held) return;
    const ratio = canvas.width / canvas.getBoundingClientRect().width;
    move((event.clientX - held[0]) * ratio, (event.clientY - held[1]) * ratio);
    held = [event.clientX, event.clientY];
  });
  input.addEventListener('change', async () => {
    if (!input.files.length || input.files[0] === box.made) return;
    const file = input.files[0];
    says.textContent = '';
    const head = new Uint8Array(await file.slice(0, 3).arrayBuffer()), jpeg = head[0] === 0xff && head[1] === 0xd8;
    picture = jpeg ? await createImageBitmap(file).catch(() => null) : null;
    box.hidden = false;
    tools.hidden = !picture;
    instead.hidden = Boolean(picture) || !jpeg;
    if (!picture) { says.textContent = box.dataset.wrong; return; }
    [x, y, name] = [0, 0, file.name];
    size.value = shown = 100;
    x = (canvas.width - picture.width * scale()) / 2;
    y = (canvas.height - picture.height * scale()) / 2;
    draw();
    canvas.focus();
  });
  const offer = $('[data-camera-offer]', form);
  if (offer) {
    // A field that always asks for the camera would keep people from choosing a photo they have; so the button asks for it just this once.
    offer.hidden = !matchMedia('(pointer: coarse)').matches;
    $('[data-camera]', offer).addEventListener('click', () => { input.setAttribute('capture', 'user'); input.click(); input.removeAttribute('capture'); });
  }
  form.addEventListener('submit', (event) => {
    if (!picture || box.done) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    send(event.submitter);
  }, true);
  async function send(submitter) {
    const at = scale(), ratio = canvas.width / at, wide = Math.min(WIDE, Math.round(ratio)), tall = Math.round(wide * 1.5);
    if (wide < Number(box.dataset.wide)) { says.textContent = box.dataset.small.replace('{pixels}', `${wide} × ${tall}`); return; }
    const made = Object.assign(document.createElement('canvas'), { width: wide, height: tall });
    const pen = made.getContext('2d');
    pen.imageSmoothingQuality = 'high';
    pen.drawImage(picture, -x / at, -y / at, ratio, ratio * 1.5, 0, 0, wide, tall);
    let cut = null;
    for (const quality of [0.92, 0.85, 0.75, 0.6]) {
      cut = await new Promise((resolve) => { made.toBlob(resolve, 'image/jpeg', quality); });
      if (cut.size < Number(box.dataset.most)) break;
    }
    const held = new DataTransfer();
    held.items.add(new File([cut], name.replace(/\.[^.]*$/, '') + '.jpg', { type: 'image/jpeg' }));
    box.made = held.files[0];
    input.files = held.files;
    box.done = true;
    form.requestSubmit(submitter);
    setTimeout(() => { box.done = false; }, 1000);
  }
}

$$('[data-crop]').forEach(crop);
