// The page of a whole plan: the bar of learning hours follows what is typed, and the plan is sent only once the declaration is ticked.
import { $, $$ } from './page.js';

const DAY = 86400000;
const page = $('[data-plan]');
const value = (block, name) => $(`[name$="-${name}"]`, block)?.value.trim() ?? '';

function hours(block, conversions) {
  const typed = value(block, 'jp').replace(',', '.');
  if (typed) return Number(typed) || 0;
  const [counting, worth] = conversions[value(block, 'form')] ?? [];
  if (counting !== 'hari') return ['kali', 'kegiatan'].includes(counting) ? Number(worth) : 0;
  const days = (Date.parse(value(block, 'ends_on')) - Date.parse(value(block, 'begins_on'))) / DAY + 1;
  return days > 0 ? Number(worth) * days : 0;
}

// [first, last, hours] of a block whose days are typed.
function line(block, conversions) {
  const [first, last] = ['begins_on', 'ends_on'].map((name) => Date.parse(value(block, name)));
  return first <= last ? [first, last, hours(block, conversions)] : null;
}

// The hours of the day that holds most of them; hours are spread evenly, and only the first day of a line can be a new highest one.
function fullest(lines) {
  const onDay = (day) => lines.reduce((sum, [first, last, jp]) => sum + (first <= day && day <= last ? jp / ((last - first) / DAY + 1) : 0), 0);
  return Math.max(0, ...lines.map(([first]) => onDay(first)));
}

function followDays(conversions) {
  const bar = $('[data-day-bar]', page);
  const fixed = JSON.parse(page.dataset.lines).map(([first, last, jp]) => [Date.parse(first), Date.parse(last), jp]);
  const found = fullest([...fixed, ...$$('.plan-block', page).map((block) => line(block, conversions)).filter(Boolean)]);
  const most = Number(bar.dataset.most);
  $('progress', bar).value = Math.min(found, most);
  $('[data-day-fullest]', bar).textContent = (Math.round(found * 100) / 100).toLocaleString(document.documentElement.lang);
  $('[data-day-over]', bar).hidden = found <= most + 1e-9;
}

function follow() {
  const bar = $('[data-jp-bar]', page);
  const conversions = JSON.parse(page.dataset.conversions);
  const sum = $$('.plan-block', page).reduce((total, block) => total + hours(block, conversions), Number(page.dataset.fixed));
  followDays(conversions);
  const shown = Math.round(sum * 100) / 100;
  const meter = $('progress', bar);
  meter.value = Math.min(shown, meter.max);
  $('[data-jp-sum]', bar).textContent = shown.toLocaleString(document.documentElement.lang);
  $('[data-jp-missing]', bar).hidden = shown >= meter.max;
  $('[data-jp-short]', bar).textContent = Math.max(meter.max - shown, 0).toLocaleString(document.documentElement.lang);
}

function allow() {
  for (const button of $$('[data-needs]', page)) button.disabled = !$(button.dataset.needs).checked;
}

// The highest band whose lower edge a value reaches; bands are [edge, words].
const called = (bands, reached) => bands.filter(([edge]) => reached >= Number(edge)).sort((one, other) => other[0] - one[0])[0]?.[1] ?? '';

function showLevel(row) {
  const table = row.closest('table');
  const own = Number($('select', row).value);
  const needed = Number(row.dataset.required);
  $('[data-level-text]', row).innerHTML = $(`[data-level="${own}"]`, row)?.innerHTML ?? '';
  $('[data-gap-own]', row).setAttribute('width', own * 20);
  if (!own || !needed) return;
  const missing = Math.max(needed - own, 0);
  const words = called(JSON.parse(table.dataset.bands), missing);
  $('[data-gap-words]', row).textContent = missing ? `${table.dataset.below.replace('{count}', missing)} · ${words}` : words;
}

function showPerformance() {
  const typed = $('[name="performance"]', page).value.trim();
  const number = /^[0-9]+([.][0-9]+)?$/.test(typed) ? Number(typed) : 0;
  const bands = JSON.parse($('[data-performance]', page).dataset.bands);
  $('[data-performance-words]', page).textContent = number >= 1 && number <= 100 ? called(bands, number) : '–';
}

if (page) {
  allow();
  page.addEventListener('change', (event) => {
    allow();
    follow();
    const row = event.target.closest('[data-competence]');
    if (row) showLevel(row);
  });
  page.addEventListener('input', () => { follow(); showPerformance(); });
}
